"""The facts that the catalogue must hold, copied by hand from the reviewed table and the lists beside it.

Nothing here is read from the catalogue's files: a fact that is wrong there must not be right here by itself.
"""

from __future__ import annotations

from typing import NamedTuple

TAGS = {
    "F": "flexion",
    "FI": "flexion-with-internal-rotation",
    "I": "end-range-internal-rotation",
    "X": "end-range-external-rotation",
    "E": "end-range-extension",
    "D": "adduction",
    "K": "kneeling",
    "T": "knee-twist",
    "LF": "lumbar-flexion",
    "LE": "lumbar-extension",
    "LR": "lumbar-rotation",
    "PR": "prone",
    "SU": "supine",
    "B": "balance",
    "J": "impact",
    "V": "hard-hold",
}

MUSCLES = {
    "IR": "internal-rotators",
    "ER": "external-rotators",
    "GM": "gluteus-maximus",
    "GMd": "gluteus-medius",
    "IL": "iliopsoas",
    "RF": "rectus-femoris",
    "AD": "adductors",
    "H": "hamstrings",
    "ES": "spinal-erectors",
    "TR": "trunk",
    "TFL": "tensor-fasciae-latae",
}

SOURCES = {
    "A": "founding-article",
    "C": "common-practice",
    "1": "moreside-2012",
    "3": "bremner-2015",
    "17": "krause-2014",
    "59": "couch-stretch-description",
    "60": "reverse-hyper-description",
    "62": "dowel-rotation-description",
    "63": "clamshell-emg",
    "64": "band-position-emg",
}


class Dose(NamedTuple):
    """A dose as the table gives it: `S` for each side, `W` for each way, `B` for both legs in one set."""

    each: str
    sets: tuple[int, int] = (1, 1)
    reps: tuple[int, int] | None = None
    seconds: tuple[int, int] | None = None
    days: tuple[int | None, int | None] = (None, None)
    records: str = ""
    unit: str = "reps"


class Row(NamedTuple):
    """One line of the table: `kit` is needed, `optional` may be used, `easier` and `harder` name rows."""

    number: str
    slug: str
    name: str
    also: str
    aim: str
    position: str
    kit: str
    optional: str
    dose: Dose
    level: int
    easier: str
    harder: str
    muscles: str
    tags: str
    sources: str


def _n(one: int) -> tuple[int, int]:
    return one, one


# fmt: off
ROWS = (
    Row("1", "bike-warm-up", "Bike warm-up", "march on the spot", "warm-up", "seated", "", "bike",
        Dose("B", seconds=(300, 600)), 1, "", "2", "IL GM", "F", "3"),
    Row("2", "leg-swings", "Leg swings", "", "warm-up", "standing", "wall", "", Dose("S", reps=(10, 15)), 1,
        "1", "44a", "IL H AD", "B", "C"),
    Row("3", "supine-leg-turn", "Supine leg turn", "leg roll", "internal-rotation", "supine", "", "",
        Dose("S", reps=(10, 15)), 1, "", "7", "IR ER", "SU", "A"),
    Row("4", "kneeling-hip-circles", "Kneeling hip circles", "kneeling hip rotations", "warm-up",
        "tall-kneeling", "pad", "", Dose("W", reps=(8, 10)), 1, "", "5", "GM TR IL", "K LE", "A"),
    Row("5", "quadruped-hip-car", "Quadruped hip CAR", "", "control", "all-fours", "", "pad",
        Dose("S", reps=_n(5)), 2, "4", "6", "GM GMd IR", "K", "C"),
    Row("6", "standing-hip-car", "Standing hip CAR", "", "control", "standing", "support", "",
        Dose("S", reps=_n(4)), 2, "5", "41", "GMd IL", "B F FI", "C"),
    Row("7", "seated-internal-rotation-lift-out", "Seated internal rotation lift-out", "seated IR lift-out",
        "internal-rotation", "seated", "chair", "", Dose("S", reps=_n(10), seconds=_n(2)), 1, "3", "11",
        "IR", "I FI", "17 C"),
    Row("8", "prone-foot-drop-out", "Prone foot drop-out", "", "internal-rotation", "prone", "", "",
        Dose("B", _n(2), seconds=_n(30)), 1, "", "12", "ER", "PR I", "C"),
    Row("9", "knee-drop-in", "Knee drop-in", "wiper", "internal-rotation", "hook-lying", "", "",
        Dose("S", reps=_n(10)), 1, "3", "10", "IR ER", "SU I T", "C"),
    Row("10", "ninety-ninety-switch", "90/90 switch", "shin box", "internal-rotation", "floor-sitting", "",
        "", Dose("B", reps=_n(8)), 2, "9", "11", "IR ER", "F FI X T", "C"),
    Row("11", "ninety-ninety-rear-lift-off", "90/90 rear lift-off", "", "internal-rotation-strength",
        "floor-sitting", "", "", Dose("S", reps=_n(6), seconds=_n(3)), 3, "10 27", "", "IR", "FI I T V",
        "C"),
    Row("12", "dowel-assisted-seated-internal-rotation", "Dowel-assisted seated internal rotation", "",
        "internal-rotation", "seated", "chair dowel", "", Dose("S", _n(3), seconds=_n(30)), 2, "7", "11",
        "ER", "FI I T", "62"),
    Row("13", "rock-back-feet-wide", "Rock-back, feet wide", "", "internal-rotation", "all-fours", "",
        "pad", Dose("B", reps=_n(10)), 2, "8", "10", "ER", "F FI K", "C"),
    Row("14", "standing-pelvic-turn-in", "Standing pelvic turn-in", "golf turn", "internal-rotation",
        "standing", "", "", Dose("S", reps=_n(8)), 2, "7", "41", "IR ER TR", "I LR T", "C"),
    Row("15", "supine-figure-4", "Supine figure-4", "", "rotator-length", "supine", "", "",
        Dose("S", _n(2), seconds=_n(30)), 1, "", "17", "ER GM", "SU X F", "A 3"),
    Row("16", "seated-figure-4", "Seated figure-4", "", "rotator-length", "seated", "chair", "",
        Dose("S", _n(2), seconds=_n(30)), 1, "", "15", "ER", "X F LF", "A C"),
    Row("17", "modified-lunge", "Modified lunge", "pigeon", "rotator-length", "floor-sitting", "", "pad",
        Dose("S", _n(2), seconds=_n(30)), 3, "15", "", "ER GM", "X F T K", "A"),
    Row("18", "piriformis-cross-pull", "Piriformis cross-pull", "", "rotator-length", "supine", "", "",
        Dose("S", _n(2), seconds=_n(30)), 1, "", "15", "ER GM", "SU F D FI", "A C"),
    Row("19", "butterfly", "Butterfly", "", "adductor-length", "floor-sitting", "", "",
        Dose("B", _n(2), seconds=_n(30)), 1, "", "20", "AD", "X LF", "C"),
    Row("20", "frog-rock", "Frog rock", "", "adductor-length", "all-fours", "", "pad",
        Dose("B", reps=_n(10)), 2, "19", "", "AD", "X K F T", "C"),
    Row("21", "half-kneeling-flexor-stretch", "Half-kneeling flexor stretch", "lunge", "flexor-length",
        "half-kneeling", "pad", "", Dose("S", _n(2), seconds=_n(30)), 1, "22", "23", "IL RF", "E K", "A"),
    Row("22", "bed-edge-stretch", "Bed-edge stretch", "thomas", "flexor-length", "supine", "bed", "",
        Dose("S", _n(2), seconds=_n(30)), 1, "", "21", "IL RF", "SU E F", "C"),
    Row("23", "couch-stretch-wall", "Couch stretch, wall", "", "flexor-length", "half-kneeling", "wall pad",
        "", Dose("S", _n(2), seconds=(30, 60)), 3, "21", "", "RF IL", "E K LE", "59"),
    Row("24", "edge-hang", "Edge hang", "couch stretch as the article has it", "relaxation", "prone", "bed",
        "", Dose("B", (1, 2), seconds=(30, 60), days=(3, None)), 3, "", "", "GM ES", "PR F LF", "A"),
    Row("25", "strap-quad-stretch", "Strap quad stretch", "", "flexor-length", "prone", "strap", "",
        Dose("S", _n(2), seconds=_n(30)), 1, "", "23", "RF", "PR K LE", "C"),
    Row("26", "reverse-clam", "Reverse clam", "", "internal-rotation-strength", "side-lying", "",
        "mini-band", Dose("S", _n(2), reps=_n(12)), 1, "7", "27", "IR", "I", "C"),
    Row("27", "band-internal-rotation", "Band internal rotation", "band IR", "internal-rotation-strength",
        "seated", "chair band anchor", "", Dose("S", _n(2), reps=_n(10), records="load"), 2, "26", "11",
        "IR", "FI I", "C"),
    Row("28", "band-external-rotation", "Band external rotation", "band ER", "rotator-strength", "seated",
        "chair band anchor", "", Dose("S", _n(2), reps=_n(10), records="load"), 2, "29", "30", "ER", "X",
        "C"),
    Row("29", "clamshell", "Clamshell", "", "rotator-strength", "side-lying", "", "mini-band",
        Dose("S", _n(2), reps=_n(12)), 1, "", "28", "GMd GM", "", "63"),
    Row("30", "mini-band-walk", "Mini-band walk", "monster", "abductor-strength", "standing", "mini-band",
        "", Dose("W", _n(2), reps=_n(10), unit="steps"), 2, "29", "31", "GMd GM TFL", "B", "A 64"),
    Row("31", "anchored-band-pelvic-turn", "Anchored-band pelvic turn", "mini-band walks",
        "rotator-strength", "standing", "mini-band anchor", "band", Dose("S", reps=_n(10)), 2, "30", "14",
        "ER IR TR", "T LR", "A"),
    Row("32", "side-lying-abduction", "Side-lying abduction", "", "abductor-strength", "side-lying", "", "",
        Dose("S", _n(2), reps=_n(12)), 1, "", "30", "GMd", "", "C"),
    Row("33", "bridge", "Bridge", "single-leg bridge", "extensor-strength", "supine", "", "",
        Dose("B", _n(2), reps=_n(12)), 1, "", "36", "GM H", "SU V", "C"),
    Row("34", "bird-dog", "Bird-dog", "", "trunk", "all-fours", "", "pad",
        Dose("S", reps=_n(6), seconds=_n(5)), 1, "", "35", "TR GM", "K", "1 C"),
    Row("35", "side-plank", "Side plank", "", "trunk", "side-lying", "", "",
        Dose("S", _n(3), seconds=(10, 20)), 2, "34", "", "TR GMd", "V", "1 C"),
    Row("36", "prone-reverse-hyper", "Prone reverse hyper", "", "extensor-strength", "prone", "bench", "",
        Dose("B", _n(2), reps=(8, 12)), 2, "33", "37", "GM H ES", "PR LE V", "60"),
    Row("37", "slideboard-reverse-hyper", "Slideboard reverse hyper", "", "extensor-strength", "seated",
        "slideboard mini-band", "chair", Dose("B", reps=(6, 10), days=(2, 4)), 3, "36", "38", "TR IL GM H",
        "F LF B V", "A"),
    Row("38", "slideboard-glute-kicks", "Slideboard reverse hyper with glute kicks", "glute kicks",
        "extensor-strength", "seated", "slideboard mini-band", "chair", Dose("S", reps=(5, 8), days=(2, 4)),
        3, "37", "39", "GM H IL", "F LF B", "A"),
    Row("39", "slideboard-leg-lifts", "Slideboard reverse hyper with leg lifts", "leg lift",
        "extensor-strength", "seated", "slideboard mini-band", "chair",
        Dose("B", seconds=(3, 10), days=(2, 4)), 3, "38", "", "TR IL", "LF B V", "A"),
    Row("40", "lateral-step-down", "Lateral step-down", "", "control", "standing", "step", "support",
        Dose("S", _n(2), reps=_n(8)), 2, "42", "41", "GM GMd", "B T", "C"),
    Row("41", "hip-airplane", "Hip airplane", "", "control", "standing", "support", "",
        Dose("S", reps=_n(5)), 3, "40", "", "GMd ER IR", "B LR I X", "C"),
    Row("42", "single-leg-stance", "Single-leg stance", "", "balance", "standing", "support", "",
        Dose("S", _n(3), seconds=(20, 30)), 1, "", "43", "GMd", "B", "A C"),
    Row("43", "y-reach", "Y-reach", "star", "balance", "standing", "floor-marks", "support",
        Dose("S", _n(3), reps=_n(3), records="reach"), 2, "42", "41", "GMd GM", "B F T", "A C"),
    Row("44a", "agility-shuffle", "Agility shuffle", "", "agility", "standing", "cones", "",
        Dose("W", _n(4), seconds=_n(10), days=(2, None), records="distance"), 2, "42", "", "GMd AD",
        "B J T", "A C"),
    Row("44b", "agility-ladder-in-out", "Agility ladder, in and out", "ladder in-out", "agility",
        "standing", "cones floor-marks", "",
        Dose("B", _n(4), seconds=_n(10), days=(2, None), records="distance"), 2, "42", "", "GMd AD",
        "B J T", "A C"),
    Row("44c", "agility-carioca", "Agility carioca", "", "agility", "standing", "cones", "",
        Dose("W", _n(4), seconds=_n(10), days=(2, None), records="distance"), 3, "42", "", "GMd AD",
        "B J T LR", "A C"),
    Row("44d", "agility-bound-and-stick", "Agility bound and stick", "", "agility", "standing", "cones", "",
        Dose("S", _n(4), seconds=_n(10), days=(2, None), records="distance"), 3, "42", "", "GMd AD",
        "B J T", "A C"),
)
# fmt: on

STRETCHES = {"8", "12", "13", *(str(number) for number in range(15, 26))}
"""The rows whose muscles are stretched; in all others they work."""

ARTICLE = {
    "A1": ("supine-leg-turn", ["low back", "floor", "past the middle"]),
    "A2": (
        "kneeling-hip-circles",
        ["hips above your knees", "hands behind", "small", "slow", "other way round"],
    ),
    "A3": ("anchored-band-pelvic-turn", ["30 cm", "90°", "knees soft", "hands on", "slow", "farther"]),
    "A4": ("half-kneeling-flexor-stretch", ["tail"]),
    "A5": ("supine-figure-4", []),
    "A6": ("edge-hang", ["arms", "head", "back problem", "knee problem", "passive"]),
    "A7": (
        "slideboard-reverse-hyper",
        [
            "below",
            "straight",
            "tension",
            "chest",
            "cross your arms",
            "box",
            "lean",
            "space behind",
            "balance",
            "doctor",
            "4 days",
        ],
    ),
    "A7a": ("slideboard-glute-kicks", ["one leg", "lower", "slow", "doctor", "4 days"]),
    "A7b": ("slideboard-leg-lifts", ["both", "hold", "careful", "fall", "doctor", "4 days"]),
}
"""The article's exercises that have an own text, with words that say its doses, sides and cautions."""

ONLY_WITHOUT_BACK_OR_KNEE_PROBLEM = {
    "edge-hang",
    "couch-stretch-wall",
    "slideboard-reverse-hyper",
    "slideboard-glute-kicks",
    "slideboard-leg-lifts",
}
DOCTOR_FIRST_AFTER_A_BACK_PROBLEM = {
    "slideboard-reverse-hyper",
    "slideboard-glute-kicks",
    "slideboard-leg-lifts",
}


class ConditionRow(NamedTuple):
    """One condition. `all` stands for every exercise; `if_` holds words of what asks for a clinician first.

    `other` says that the table asks for a change that no tag names, and that so holds for every exercise;
    `cleared`, words of a change that stays for every exercise once a clinician has cleared.
    """

    slug: str
    avoid: str
    clinician: str
    if_: str
    modify: str
    other: bool = False
    cleared: str = ""


CONDITIONS = (
    ConditionRow("hip-replacement-posterior", "FI I D F", "all", "", ""),
    ConditionRow("hip-replacement-anterior", "E X", "all", "", "PR"),
    ConditionRow("recent-surgery-or-fracture", "J FI E", "all", "", ""),
    ConditionRow("labral-tear", "FI I", "", "lock", "F D X"),
    ConditionRow("hypermobility", "X E I", "", "out of place", "", other=True),
    ConditionRow("hip-osteoarthritis", "I", "", "at rest", "F J"),
    ConditionRow("gluteal-tendinopathy", "D", "", "", "J B"),
    ConditionRow("groin-or-hamstring-strain", "X F", "all", "", "", cleared="lighter load"),
    ConditionRow("flexion-intolerant-back", "LF", "", "weak", "F LR"),
    ConditionRow("spinal-stenosis", "LE", "all", "", "E PR"),
    ConditionRow("sacroiliac-pain", "", "", "pregnancy", "X B"),
    ConditionRow("knee-ligament-or-meniscus", "T", "J", "", "K"),
    ConditionRow("kneecap-or-knee-arthritis", "", "", "replaced", "K"),
    ConditionRow("osteoporosis", "LF LR", "J", "vertebra", "B"),
    ConditionRow("pregnancy", "PR", "", "bleed", "SU B"),
    ConditionRow("cardiovascular", "V", "", "not under control", ""),
    ConditionRow("falls-or-dizziness", "B J", "", "new", "", other=True),
    ConditionRow("inflamed-joint", "J V", "all", "", ""),
    ConditionRow("past-sports-injury", "", "", "", "", other=True),
)

FOLLOW_UPS = (
    ("labral-tear-locking", "labral-tear", "clinician", ["lock"]),
    ("hypermobility-subluxation", "hypermobility", "clinician", ["subluxation"]),
    ("hip-osteoarthritis-rest-pain", "hip-osteoarthritis", "clinician", ["at rest"]),
    ("flexion-intolerant-back-leg-weakness", "flexion-intolerant-back", "clinician", ["legs weak"]),
    ("sacroiliac-pain-from-pregnancy", "sacroiliac-pain", "clinician", ["begin", "pregnancy"]),
    ("knee-replacement", "kneecap-or-knee-arthritis", "clinician", ["replaced"]),
    ("osteoporosis-broken-vertebra", "osteoporosis", "clinician", ["vertebra"]),
    ("pregnancy-at-risk", "pregnancy", "clinician", ["at risk"]),
    ("pregnancy-warning-signs", "pregnancy", "avoid", ["bleed", "dizzy", "fluid"]),
    ("cardiovascular-uncontrolled", "cardiovascular", "clinician", ["out of control"]),
    ("falls-or-dizziness-new", "falls-or-dizziness", "clinician", ["new"]),
)
"""What asks for a clinician first only if something is added: asked behind its condition, it holds them all.

Bleeding, dizziness and lost fluid in pregnancy mean stop, which nobody clears.
"""

SPLIT_STANCES = {"17", "21", "22", "23", "31"}
"""Rows with one leg ahead of the other, standing, kneeling or lying: shorter with sacroiliac pain."""

HEAD_LOW = {"13", "20", "24", "41"}
"""Rows that lower the head and are not avoided as hard holds: changed with heart disease."""

RED_FLAGS = (
    ("red-flag-trauma", ["fall", "weight"]),
    ("red-flag-short-or-turned-leg", ["shorter", "turned"]),
    ("red-flag-replaced-hip", ["replaced", "sudden", "shorter"]),
    ("red-flag-locking", ["lock", "give way"]),
    ("red-flag-fever", ["fever", "hot", "ill"]),
    ("red-flag-night-pain", ["all the time", "at rest", "night"]),
    ("red-flag-cancer-or-weight-loss", ["cancer", "lost weight"]),
    ("red-flag-steroid-or-alcohol", ["steroid", "alcohol", "groin"]),
    ("red-flag-hop-pain", ["run", "hop", "groin"]),
    ("red-flag-saddle-numbness", ["numb", "bladder", "bowel", "sexual"]),
    ("red-flag-leg-weakness", ["both", "weak", "worse"]),
    ("red-flag-swollen-calf-or-chest-pain", ["calf", "chest"]),
    ("red-flag-cold-leg", ["cold", "pale"]),
    ("red-flag-groin-lump", ["lump", "groin", "testicle"]),
    ("red-flag-limp-under-16", ["16", "hip or knee", "limp"]),
)

REFERENCES = (
    ("godges-1989", 1989, "10.2519/jospt.1989.10.9.350", ["Godges JJ", "MacRae H", "10(9)", "40, 60 and 80"]),
    ("vad-2003", 2003, "10.1016/S1440-2440(03)80010-5", ["Vad VB", "6(1)", "100 professional men"]),
    (
        "moreside-2012",
        2012,
        "10.1519/JSC.0b013e31824f2351",
        ["Moreside JM", "26(5)", "24 men", "56 %", "38–53 %"],
    ),
    ("bremner-2015", 2015, "", ["Bremner CB", "Girouard TJ", "30 adults", "33.15"]),
    ("wilk-2016", 2016, "10.1016/j.pmrj.2015.12.005", ["Wilk KE", "Andrews JR", "8(3S)"]),
    ("moreside-2013", 2013, "10.1519/JSC.0b013e318295d521", ["Moreside JM", "27(10)", "24 men"]),
    ("nelson-kokkonen-2021", 2021, "", ["Nelson AG", "Kokkonen J", "Human Kinetics", "978-1-4925-9364-5"]),
)

DOIS = {
    "delp-1999": "10.1016/S0021-9290(99)00032-9",
    "hogg-2018": "10.4085/1062-6050-426-16",
    "altman-1991": "10.1002/art.1780340502",
    "spork-2021": "10.3390/sports9110148",
    "marshall-2022": "10.3390/s22218154",
    "psfs-and-nprs": "10.2519/jospt.2014.5248",
    "ingram-2025": "10.1007/s40279-024-02143-9",
    "delphi-2025": "10.1016/j.jshs.2025.101067",
    "garber-2011": "10.1249/MSS.0b013e318213fefb",
    "konrad-2024": "10.1016/j.jshs.2023.06.002",
    "thomee-1997": "10.1093/ptj/77.12.1690",
    "silbernagel-2007": "10.1177/0363546506298279",
    "exercise-number": "10.1055/s-0043-120527",
    "cauda-equina": "10.1007/s11845-024-03633-5",
    "hip-precautions": "10.1007/s11420-019-09708-9",
    "weir-2005": "10.1519/15184.1",
    "acetabular-version": "10.1177/23259671231223185",
}
"""What the key gives with a DOI, beside the article's own references."""

ROUTINES = {
    "hip-mobility-routine": (["21", "30", "15"], 3, None),
    "extended-hip-routine": (["21", "30", "15", "24", "37"], 3, 4),
    "leg-exercises": (["24", "37"], 3, 4),
    "balance-and-agility": (["42", "43", "44a", "44b"], 2, None),
}
"""The rows of each routine in order, and how often a week; A7 allows no more than 4 days in any 7."""

PROGRAMMES = {
    "hip-mobility": ("weekly", None, [("hip-mobility-routine", 3, None)]),
    "beginner": ("weekly", None, [("leg-exercises", 3, 3), ("balance-and-agility", 2, 2)]),
    "alternating": (
        "alternating",
        None,
        [("leg-exercises", None, None), ("balance-and-agility", None, None)],
    ),
    "advanced": ("interval", 2, [("leg-exercises", None, None), ("balance-and-agility", None, None)]),
}

GUIDES = {
    "what-hip-internal-rotation-is",
    "what-limits-it",
    "measuring-it",
    "low-back-pain",
    "training-dose-and-pain",
    "training-plans",
}
