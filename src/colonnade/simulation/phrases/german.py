"""German, for fewer topics."""

from colonnade.simulation.phrases.shapes import Frames, Pieces

DE_FRAMES = Frames(
    wrong=(
        "{x} Sehr ärgerlich, {b}.",
        "{b} {m}, {h} Stunden: {x} So geht das nicht.",
        "Schon wieder Ärger mit dem {m}. {x}",
    ),
    well=("{x} Gut gemacht, {b}.", "{h} Stunden auf dem {m}. {x} Sehr zufrieden.", "{x} Danke {b}!"),
    asked=("{x} Es geht um unseren {m}.", "Frage zum {b} {m}: {x}", "Weiß jemand Rat? {x} ({b} {m})"),
    told=("{x} ({b} {m}, {p})", "Heute auf der Baustelle: {x} {b} {m}."),
)
DE: dict[str, Pieces] = {
    "hydraulics": Pieces(
        wrong=("Der Hydraulikschlauch ist schon wieder geplatzt.", "Der Zylinder verliert Öl."),
        well=("Die Hydraulik arbeitet feinfühlig und schnell.", "Bisher kein Tropfen Hydrauliköl verloren."),
        asked=("Welches Hydrauliköl fahrt ihr im Winter?", "Wie entlüfte ich den Auslegerzylinder?"),
        told=("Hydraulikfilter gewechselt.", "Schläuche am Ausleger getauscht."),
    ),
    "parts": Pieces(
        wrong=("Seit drei Wochen warten wir auf das Ersatzteil.", "Das falsche Teil wurde geliefert."),
        well=("Das Ersatzteil war am nächsten Morgen da.",),
        asked=("Wo bestelle ich Originalteile?", "Wie lautet die Teilenummer vom Dichtsatz?"),
        told=("Filter für den Service sind bestellt.",),
    ),
    "service": Pieces(
        wrong=("Der Kundendienst meldet sich nicht zurück.",),
        well=("Der Techniker war am selben Tag da.",),
        asked=("Was deckt der Wartungsvertrag ab?",),
        told=("Die Inspektion ist erledigt.",),
    ),
    "comfort": Pieces(
        wrong=("Die Klimaanlage fällt bei Hitze aus.",),
        well=("Die Kabine ist angenehm leise.",),
        asked=("Passt der beheizte Sitz auch in das alte Modell?",),
        told=("Langer Tag in der Kabine.",),
    ),
}
