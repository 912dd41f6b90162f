"""Files of other apps, as they write them."""

from __future__ import annotations

STRONG_COMMA = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,\
RPE,Notes,Workout Notes
2024-03-02 10:30:07,"Leg day",1h 5m,"Squat (Barbell)",W,20.0,10,0,0,,"","Slept well"
2024-03-02 10:30:07,"Leg day",1h 5m,"Squat (Barbell)",1,80.5,5.0,0,0,8.5,"Belt, tight","Slept well"
2024-03-02 10:30:07,"Leg day",1h 5m,"Squat (Barbell)",Rest Timer,0,0,0,90,,"",""
2024-03-02 10:30:07,"Leg day",1h 5m,"Plank",1,0,0,0,45,,"","Slept well"
2024-03-04 18:00:00,"Run",20m,"Running",1,0,0,3.1,1200,,"",""
"""
STRONG_SEMICOLON = """\ufeffWorkout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;\
Weight (kg);Reps;RPE;Distance (meters);Seconds;Notes;Workout Notes
1;2024-03-02 10:30:07;Leg day;3900;Squat (Barbell);1;80,5;5;8,5;;;Belt;
1;2024-03-02 10:30:07;Leg day;3900;Plank;1;;0;;;45,0;;
2;2024-03-04 18:00:00;Run;1200;Running;1;;;;4988,97;1200;;
"""
STRONG_ANDROID = """Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;\
Distance Unit;Seconds;Notes;Workout Notes;Workout Duration
2024-03-02 10:30:07;Leg day;Squat (Barbell);1;177.5;lbs;5;;;;;;;1h 5m
2024-03-02 10:30:07;Leg day;Plank;1;;lbs;0;;;;45;;;1h 5m
2024-03-04 18:00:00;Run;Running;1;;lbs;;;3.1;mi;1200;;;20m
"""
HEVY = """"title","start_time","end_time","description","exercise_title","superset_id",\
"exercise_notes","set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"
"Leg day","2 Mar 2024, 10:30","2 Mar 2024, 11:35","Slept
well","Squat (Barbell)",,"Belt",0,"warmup",20,10,,,
"Leg day","2 Mar 2024, 10:30","2 Mar 2024, 11:35","Slept
well","Squat (Barbell)",,"Belt",1,"normal",80.5,5,,,8.5
"Leg day","2 Mar 2024, 10:30","2 Mar 2024, 11:35","","Plank",,"",0,"normal",,,,45,
"Run","4 Mar 2024, 18:00","4 Mar 2024, 18:20","","Running",,"",0,"normal",,,4.98897,1200,
"""
HEVY_POUNDS = """title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,\
set_index,set_type,weight_lbs,reps,distance_miles,duration_seconds,rpe
Beine,"2 März 2024, 10:30","2 März 2024, 11:35",,Squat (Barbell),,,0,normal,177.5,5,,,
Lauf,"4 Dez. 2024, 18:00","4 Dez. 2024, 18:20",,Running,,,0,normal,,,3.1,1200,
"""
FITNOTES = """Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
2024-03-02,Squat,Legs,80.5,kgs,5,,,,Belt
2024-03-02,Plank,Abs,,kgs,,,,0:00:45,
2024-03-04,Running,Cardio,,kgs,,3.1,mi,0:20:00,
"""
FILES = {
    "strong": STRONG_COMMA,
    "strong-semicolon": STRONG_SEMICOLON,
    "strong-android": STRONG_ANDROID,
    "hevy": HEVY,
    "hevy-pounds": HEVY_POUNDS,
    "fitnotes": FITNOTES,
}

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE"


def strong(*rows: str) -> str:
    """Return a file of Strong with these rows."""
    return "\n".join((HEADER, *rows, ""))


def long_strong(sets: int, *, a_session: int = 20, names: int = 30, first_year: int = 2010) -> str:
    """Return a file of Strong with so many sets, a session a day."""
    rows = []
    for number in range(sets):
        session, nth = divmod(number, a_session)
        day, year = session % 336, first_year + session // 336
        start = f"{year}-{1 + day // 28:02}-{1 + day % 28:02} 07:{session % 60:02}:00"
        rows.append(f'{start},"Day {session}",45m,"Lift {nth % names}",{nth + 1},{20 + number % 80}.5,8,0,0,')
    return strong(*rows)
