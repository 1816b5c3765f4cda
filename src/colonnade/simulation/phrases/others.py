"""What is said beside the topics: the crisis, the maker itself, bots, moods, places and tags."""

CRISIS_WRONG = (
    "Just got the {b} recall letter for the hydraulic hose. What a mess, I am so angry.",
    "Hose burst on a {m} and hot oil hit the cab. Somebody could have been killed. Recall now, {b}!",
    "{b} recall: {n} of our machines have to stand still. This is a disaster, who pays for that?",
    "A recall and not one word from {b} for two days. Shameful.",
    "Parked all our {m} after the hose recall. Angry customers and no answer, thanks for nothing {b}.",
    "Dealer has no recall hoses in stock. What a joke, {b}.",
    "Hydraulic hose recall at {b}: it was known since spring, they say. Disgusting.",
    "Two weeks for the recall repair of our {m}. Useless. Worst service ever.",
    "{b} finally answered about the hose recall. Too late, we lost the job. Terrible.",
    "Scared to sit in the {m} since the hose recall. This is dangerous, {b}!",
    "Third call about the hose recall and {b} hangs up on us. Sick of these people.",
    "My operator got burned by oil from a {m} hose. {b} should be ashamed of this recall.",
)
CRISIS_ASKED = (
    "Is my {m} part of the {b} hose recall? Serial number list anyone?",
    "How long does the {b} hose recall repair take?",
    "{b} recall: does it cover the {m} with {h} hours too?",
    "The {b} hose recall letter arrived today for the {m}.",
)

MOODS = {
    "good": (
        "Lovely sunrise at {p} this morning!",
        "Happy Friday everybody!",
        "So happy that the weekend is near.",
        "Great to be back at work!",
        "Can't wait to see you all in {p} tomorrow!",
        "Best coffee ever at the {p} site, thank you crew!",
        "Good luck to the {p} team tonight, I love those guys.",
        "Feeling great today.",
    ),
    "bad": (
        "Rain again at {p}, I hate this weather.",
        "Monday is the worst.",
        "Stuck in terrible traffic on the way to {p}.",
        "So tired, awful night.",
        "Ugh, my back hurts.",
        "Sad news from {p} today.",
    ),
}
"""Remarks about something else, which say nothing of the brand and mislead who reads for mood."""

OWN_POSTS = (
    "New how-to: {x} Watch it on our page https://tarnholm.example/howto/{n}",
    "Season check: {x} Our checklist helps https://tarnholm.example/check/{n}",
    "Meet us at the spring yard days in {p}. {x}",
    "Parts offer of the week for the {m}: filters and seals https://tarnholm.example/parts/{n}",
)

SPAM = (
    "Cheap excavator financing, no questions asked, call now https://fast-loans.example/{n}",
    "Earn money with used machinery auctions from home https://auction-win.example/{n}",
)

PLACES = (
    *("Kiruna", "Leeds", "Ohio", "Alberta", "Texas", "Graz", "Leipzig", "Bilbao", "Perth", "Cork"),
    *("Bergen", "Idaho", "Tampere", "Toledo", "Ghent"),
)
HASHTAGS: dict[str, tuple[str, ...]] = {
    "hydraulics": ("#hydraulics",),
    "undercarriage": ("#undercarriage",),
    "cold_start": ("#winterwork", "#coldstart"),
    "parts": ("#spareparts",),
    "service": ("#fieldservice",),
    "fuel": ("#fuelsaving",),
    "telematics": ("#telematics", "#fleet"),
    "comfort": ("#operatorlife",),
    "attachments": ("#tiltrotator",),
    "emissions": ("#dpf",),
    "resale": ("#usedmachines",),
    "electric": ("#electricmachines",),
    "howto": ("#howto", "#maintenance"),
}
