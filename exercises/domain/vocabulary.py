"""The closed vocabularies of the catalogue: every value that a catalogue file may name."""

from __future__ import annotations

from exercises.domain.text import LabelledEnum, gettext_noop


class Aim(LabelledEnum):
    """What an exercise is for. A substitute for an exercise has the same aim."""

    WARM_UP = "warm-up", gettext_noop("warm-up")
    INTERNAL_ROTATION = "internal-rotation", gettext_noop("internal rotation")
    INTERNAL_ROTATION_STRENGTH = (
        "internal-rotation-strength",
        gettext_noop("internal rotation strength"),
    )
    ROTATOR_LENGTH = "rotator-length", gettext_noop("rotator stretch")
    ROTATOR_STRENGTH = "rotator-strength", gettext_noop("rotator strength")
    ADDUCTOR_LENGTH = "adductor-length", gettext_noop("inner thigh stretch")
    FLEXOR_LENGTH = "flexor-length", gettext_noop("hip flexor stretch")
    RELAXATION = "relaxation", gettext_noop("relaxation")
    CONTROL = "control", gettext_noop("hip control")
    ABDUCTOR_STRENGTH = "abductor-strength", gettext_noop("outer hip strength")
    EXTENSOR_STRENGTH = "extensor-strength", gettext_noop("glute and hamstring strength")
    TRUNK = "trunk", gettext_noop("trunk stability")
    BALANCE = "balance", gettext_noop("balance")
    AGILITY = "agility", gettext_noop("agility")


class Position(LabelledEnum):
    """How the body is placed while the exercise is done."""

    SUPINE = "supine", gettext_noop("lying on the back")
    HOOK_LYING = "hook-lying", gettext_noop("on the back, knees bent")
    PRONE = "prone", gettext_noop("lying face down")
    SIDE_LYING = "side-lying", gettext_noop("lying on the side")
    ALL_FOURS = "all-fours", gettext_noop("on all fours")
    TALL_KNEELING = "tall-kneeling", gettext_noop("kneeling on both knees")
    HALF_KNEELING = "half-kneeling", gettext_noop("kneeling on one knee")
    FLOOR_SITTING = "floor-sitting", gettext_noop("sitting on the floor")
    SEATED = "seated", gettext_noop("sitting on a seat")
    STANDING = "standing", gettext_noop("standing")


class Equipment(LabelledEnum):
    """What must be at hand."""

    ANCHOR = "anchor", gettext_noop("fixed anchor point")
    BAND = "band", gettext_noop("long band")
    BED = "bed", gettext_noop("bed or table")
    BENCH = "bench", gettext_noop("bench")
    BIKE = "bike", gettext_noop("exercise bike")
    CHAIR = "chair", gettext_noop("chair")
    CONES = "cones", gettext_noop("cones or other markers")
    DOWEL = "dowel", gettext_noop("dowel or broomstick")
    FLOOR_MARKS = "floor-marks", gettext_noop("marks on the floor")
    MINI_BAND = "mini-band", gettext_noop("mini-band")
    PAD = "pad", gettext_noop("knee pad or folded blanket")
    SLIDEBOARD = "slideboard", gettext_noop("slideboard with a backstop")
    STEP = "step", gettext_noop("low step")
    STRAP = "strap", gettext_noop("strap or towel")
    SUPPORT = "support", gettext_noop("something steady to hold")
    WALL = "wall", gettext_noop("wall")


class Muscle(LabelledEnum):
    """The muscles that the catalogue names; rotators as the groups of clinical-facts §1."""

    INTERNAL_ROTATORS = "internal-rotators", gettext_noop("internal rotators")
    EXTERNAL_ROTATORS = "external-rotators", gettext_noop("external rotators")
    GLUTEUS_MAXIMUS = "gluteus-maximus", gettext_noop("gluteus maximus")
    GLUTEUS_MEDIUS = "gluteus-medius", gettext_noop("gluteus medius")
    TENSOR_FASCIAE_LATAE = "tensor-fasciae-latae", gettext_noop("tensor fasciae latae")
    ILIOPSOAS = "iliopsoas", gettext_noop("iliopsoas")
    RECTUS_FEMORIS = "rectus-femoris", gettext_noop("rectus femoris")
    ADDUCTORS = "adductors", gettext_noop("adductors")
    HAMSTRINGS = "hamstrings", gettext_noop("hamstrings")
    SPINAL_ERECTORS = "spinal-erectors", gettext_noop("spinal erectors")
    TRUNK = "trunk", gettext_noop("trunk muscles")


class Sport(LabelledEnum):
    """The sports that the founding article names."""

    BALLET = "ballet", gettext_noop("ballet")
    BASEBALL = "baseball", gettext_noop("baseball")
    CHEERLEADING = "cheerleading", gettext_noop("cheerleading")
    FOOTBALL = "football", gettext_noop("football")
    GOLF = "golf", gettext_noop("golf")
    GYMNASTICS = "gymnastics", gettext_noop("gymnastics")
    ICE_SKATING = "ice-skating", gettext_noop("ice skating")
    MARTIAL_ARTS = "martial-arts", gettext_noop("martial arts")
    RUNNING = "running", gettext_noop("running")
    TENNIS = "tennis", gettext_noop("tennis")


class StressTag(LabelledEnum):
    """What an exercise asks of the body that some people must avoid.

    Every exercise carries `ANY` without naming it: a rule for it holds for all.
    """

    FLEXION = "flexion", gettext_noop("hip bent to 90° or more")
    FLEXION_WITH_INTERNAL_ROTATION = (
        "flexion-with-internal-rotation",
        gettext_noop("hip bent and turned in"),
    )
    END_RANGE_INTERNAL_ROTATION = (
        "end-range-internal-rotation",
        gettext_noop("hip turned in as far as it goes"),
    )
    END_RANGE_EXTERNAL_ROTATION = (
        "end-range-external-rotation",
        gettext_noop("hip turned out as far as it goes"),
    )
    END_RANGE_EXTENSION = "end-range-extension", gettext_noop("hip stretched backward")
    ADDUCTION = "adduction", gettext_noop("leg drawn across the body")
    KNEELING = "kneeling", gettext_noop("kneeling or a deep knee bend")
    KNEE_TWIST = "knee-twist", gettext_noop("turning or sideways load on the knee")
    LUMBAR_FLEXION = "lumbar-flexion", gettext_noop("rounding the low back")
    LUMBAR_EXTENSION = "lumbar-extension", gettext_noop("arching the low back")
    LUMBAR_ROTATION = "lumbar-rotation", gettext_noop("twisting the low back")
    PRONE = "prone", gettext_noop("lying face down")
    SUPINE = "supine", gettext_noop("lying flat on the back")
    BALANCE = "balance", gettext_noop("balance, with a risk of falling")
    IMPACT = "impact", gettext_noop("jumps or quick steps")
    HARD_HOLD = "hard-hold", gettext_noop("a hard hold")
    ANY = "any", gettext_noop("any exercise")


class Verdict(LabelledEnum):
    """What a condition means for an exercise, mildest first."""

    ALLOWED = "allowed", gettext_noop("allowed")
    MODIFY = "modify", gettext_noop("change it")
    CLINICIAN = "clinician", gettext_noop("clinician first")
    AVOID = "avoid", gettext_noop("avoid")


class ConditionKind(LabelledEnum):
    """A red flag stops training and sends to a doctor; a condition changes which exercises fit."""

    RED_FLAG = "red-flag", gettext_noop("red flag")
    CONDITION = "condition", gettext_noop("condition")


class Side(LabelledEnum):
    """The side that a set was done with. Left and right are never added together."""

    LEFT = "left", gettext_noop("left")
    RIGHT = "right", gettext_noop("right")
    BOTH = "both", gettext_noop("both")


class Each(LabelledEnum):
    """What a dose is repeated for; without it, both legs work in the same set."""

    SIDE = "side", gettext_noop("each side")
    WAY = "way", gettext_noop("each way")


class RepUnit(LabelledEnum):
    """What one repetition is called."""

    REPS = "reps", gettext_noop("reps")
    STEPS = "steps", gettext_noop("steps")


class Recorded(LabelledEnum):
    """What is written down beside reps and seconds."""

    LOAD = "load", gettext_noop("load")
    DISTANCE = "distance", gettext_noop("distance")
    REACH = "reach", gettext_noop("reach")


class PatternKind(LabelledEnum):
    """How a programme places its routines on days."""

    WEEKLY = "weekly", gettext_noop("so many times a week")
    ALTERNATING = "alternating", gettext_noop("one after the other, training day by training day")
    INTERVAL = "interval", gettext_noop("every so many days")


class ReferenceKind(LabelledEnum):
    """What sort of source a reference is."""

    STUDY = "study", gettext_noop("study")
    REVIEW = "review", gettext_noop("review")
    GUIDELINE = "guideline", gettext_noop("guideline")
    BOOK = "book", gettext_noop("book")
    PRACTICE = "practice", gettext_noop("practice")


class Status(LabelledEnum):
    """Where an exercise stands on its way to the site. Only what is published is offered."""

    DRAFT = "draft", gettext_noop("draft")
    IN_REVIEW = "in-review", gettext_noop("in review")
    PUBLISHED = "published", gettext_noop("published")
    ARCHIVED = "archived", gettext_noop("archived")


class Origin(LabelledEnum):
    """Where a version's content came from."""

    SHIPPED = "shipped", gettext_noop("shipped with the site")
    EDITED = "edited", gettext_noop("edited here")
    RESTORED = "restored", gettext_noop("brought back")
    ADOPTED = "adopted", gettext_noop("taken over as it stood")


class Answer(LabelledEnum):
    """A person's answer to a question of the screening. Unsure counts as yes.

    `CLEARED` is a yes whose "clinician first" rules a clinician has lifted.
    """

    NO = "no", gettext_noop("No")
    YES = "yes", gettext_noop("Yes")
    UNSURE = "unsure", gettext_noop("Not sure")
    CLEARED = "cleared", gettext_noop("Yes, and cleared")
