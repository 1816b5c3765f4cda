"""Spanish, for fewer topics."""

from colonnade.simulation.phrases.shapes import Frames, Pieces

ES_FRAMES = Frames(
    wrong=("{x} Muy decepcionado con {b}.", "{b} {m}, {h} horas: {x} Así no se puede trabajar."),
    well=("{x} Bien hecho, {b}.", "{h} horas con la {m}. {x} Muy contento."),
    asked=("{x} Es para nuestra {m}.", "Pregunta sobre la {b} {m}: {x}"),
    told=("{x} ({b} {m}, {p})", "Hoy en la obra: {x} {b} {m}."),
)
ES: dict[str, Pieces] = {
    "hydraulics": Pieces(
        wrong=("La manguera hidráulica se ha roto otra vez.", "El cilindro pierde aceite."),
        well=("La hidráulica es suave y rápida.",),
        asked=("¿Qué aceite hidráulico usáis en invierno?", "¿Cómo se purga el cilindro de la pluma?"),
        told=("Cambiamos el filtro hidráulico.",),
    ),
    "parts": Pieces(
        wrong=("Llevamos tres semanas esperando el repuesto.",),
        well=("El repuesto llegó al día siguiente.",),
        asked=("¿Dónde puedo pedir repuestos originales?",),
        told=("Pedimos los filtros para la revisión.",),
    ),
    "fuel": Pieces(
        wrong=("Gasta mucho más combustible de lo prometido.",),
        well=("Gasta tres litros menos por hora que la anterior.",),
        asked=("¿Cuánto consume cargando camiones?",),
        told=("Apuntamos el consumo de todo el mes.",),
    ),
}
