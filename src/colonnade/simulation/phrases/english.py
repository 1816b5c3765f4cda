"""English: what goes wrong, what goes well, what is asked and what is told, by topic."""

from colonnade.simulation.phrases.shapes import Frames, Pieces

EN_FRAMES = Frames(
    wrong=(
        "{x} Not impressed, {b}. Awful.",
        "{b} {m}: {x} So annoying.",
        "{x} I hate this {m}. Worst purchase ever, {b}.",
        "Sick of {b}. {x}",
        "{b}, this is a joke. {x}",
        "{b} {m}, {h} hours on the meter: {x} Really frustrated.",
        "So my {m} is down again. {x} Angry.",
        "{x} The {n}th time this year. Terrible quality, {b}!",
        "Anybody else fed up with the {m}? {x} Disappointing.",
        "Lost another day on the {p} job. {x} Terrible.",
        "Honestly the worst part of owning a {b}: {y}",
        "{x} Expected better at that price, {b}.",
        "Warning to anyone looking at a {m}: {x}",
        "{x} Thinking of switching to another brand.",
        "ugh. {x} {b} please sort this out",
        "We run {n} {b} machines and {y} Unacceptable.",
    ),
    well=(
        "{x} Well done {b}.",
        "{b} {m}: {x} Love this machine!",
        "{x} So good, thank you {b}!",
        "{m} is awesome. {x}",
        "{h} hours on our {m} now. {x} Love it.",
        "Credit where it is due: {x} Thanks {b}!",
        "{x} Best machine we have had on the {p} site.",
        "Was sceptical about the {m}, but {y} Very happy.",
        "{x} Would buy a {b} again tomorrow.",
        "Big fan of the {m} so far. {x}",
        "{b} got this one right. {x}",
        "{x} Great work by the people at {b} \U0001f44d",
        "Happy with the {m}: {y}",
    ),
    asked=(
        "{x} Asking for our {m}.",
        "Quick question about the {b} {m}: {x}",
        "{x} Running a {m} with {h} hours.",
        "New to {b}. {x}",
        "Can anyone help? {x} ({b} {m})",
        "{x} Dealer in {p} could not tell me.",
        "Does somebody know: {y} Thanks in advance.",
        "{x} Manual for the {m} says nothing.",
        "@{handle} {x}",
    ),
    told=(
        "{x} ({b} {m}, {p})",
        "Today at {p}: {x} {b} {m}.",
        "{x} That is on the {m}.",
        "Note for other {b} owners: {x}",
        "{m} update, {h} hours: {x}",
        "{x} {b}, as far as I know.",
        "From the {p} site: {x} Machine is a {b} {m}.",
        "Good morning from {p}. {x} {b} {m}.",
        "Nice weather at {p} today. {x} ({b} {m})",
        "Happy Friday everybody. {x} {b} {m}.",
        "Looking forward to the weekend. {x} {b} {m}, {p}.",
        "Rain again at {p}, bad day for digging. {x} {b} {m}.",
    ),
)

EN: dict[str, Pieces] = {
    "hydraulics": Pieces(
        wrong=(
            "The main hydraulic hose let go and sprayed oil everywhere.",
            "Boom cylinder seal is leaking after a few weeks.",
            "Hydraulic pump whines and the arm drifts down overnight.",
            "Swivel joint leaks and nobody can find the seal kit.",
            "Pilot controls go soft when the oil gets hot.",
            "Another hydraulic leak at the same fitting.",
        ),
        well=(
            "The hydraulics are smooth and quick even with a full bucket.",
            "Fine grading is a pleasure with these pilot controls.",
            "No hydraulic leak so far, not a drop.",
            "Pump pressure is still like new.",
        ),
        asked=(
            "Which hydraulic oil do you run below freezing?",
            "How do I bleed the boom cylinder after changing the seal?",
            "What pressure should I see on the main relief?",
            "Is a drifting arm the spool or the cylinder seal?",
            "How often do you change the hydraulic filter?",
        ),
        told=(
            "Changed the return filter and the pilot filter.",
            "Swapped the boom hoses for the longer set.",
            "Checked the relief pressure with the gauge kit.",
            "Oil sample went to the lab.",
        ),
    ),
    "undercarriage": Pieces(
        wrong=(
            "Track chain is worn out at half the promised life.",
            "The idler seal failed and took the track with it.",
            "Sprocket teeth are hooked already.",
            "Keeps throwing the left track on slopes.",
        ),
        well=(
            "Undercarriage measures at 60 % after two seasons in rock.",
            "Track tension holds and the rollers are dry.",
            "The new track shoes grip really well on wet clay.",
        ),
        asked=(
            "How tight do you run the tracks in mud?",
            "When do you turn the pins and bushings?",
            "What does a full undercarriage cost these days?",
            "Can I change a single bottom roller without splitting the track?",
        ),
        told=(
            "Measured the undercarriage and wrote it in the log.",
            "Turned the bushings over the weekend.",
            "Fitted wide track shoes for the peat job.",
        ),
    ),
    "cold_start": Pieces(
        wrong=(
            "Will not start below minus ten, glow plugs or not.",
            "Fuel gelled again and the crew stood around all morning.",
            "The battery heater gave up in the first frost.",
            "Cold start procedure takes twenty minutes.",
        ),
        well=(
            "Started at minus 22 on the first turn.",
            "The block heater package is worth every cent.",
            "Cab is warm in five minutes.",
        ),
        asked=(
            "What do you do for cold starts below minus fifteen?",
            "Block heater or fuel heater, which one first?",
            "Which winter fuel additive works for you?",
            "How long do you warm up before working the hydraulics?",
        ),
        told=(
            "Winter kit went on this week.",
            "Changed to winter fuel in the yard tank.",
            "Batteries tested and greased for the cold.",
        ),
    ),
    "parts": Pieces(
        wrong=(
            "Waiting three weeks for a spare part, machine is idle.",
            "Parts price went up again, a sensor costs a fortune.",
            "They shipped the wrong part twice.",
            "Backorder on a simple seal kit.",
            "The online parts catalogue shows a number that does not exist.",
        ),
        well=(
            "Ordered the part at noon and had it next morning.",
            "Parts counter found the seal kit from a photo, brilliant.",
            "Genuine filter kit was cheaper than the copy.",
        ),
        asked=(
            "What is the part number for the swing motor seal kit?",
            "Where can I order genuine parts online?",
            "Are aftermarket filters fine or do they void the warranty?",
            "Does anyone have a spare ECU in stock?",
        ),
        told=(
            "Stocked up on filters for the 500 hour service.",
            "Parts order is on its way.",
            "Put the parts list for the service in the thread.",
        ),
    ),
    "service": Pieces(
        wrong=(
            "Field service took nine days to show up.",
            "The technician left and the fault code is still there.",
            "Nobody answers the service phone on a Friday.",
            "Warranty claim refused with one line of text.",
        ),
        well=(
            "Service technician came on a Sunday and fixed it in an hour.",
            "The service contract paid for itself this year.",
            "Warranty claim was settled without a fuss.",
            "Support answered my message within minutes.",
        ),
        asked=(
            "What does the service contract cover?",
            "How do I reach field service at the weekend?",
            "Can the dealer read the fault codes remotely?",
            "Is the 2,000 hour service really needed?",
        ),
        told=(
            "The 1,000 hour service is done.",
            "Service van is on site today.",
            "Booked the inspection for next week.",
        ),
    ),
    "fuel": Pieces(
        wrong=(
            "It drinks far more fuel than the brochure says.",
            "Eco mode makes it gutless.",
            "Fuel use went up after the software update.",
        ),
        well=(
            "Burns three litres an hour less than the old one.",
            "Eco mode saves us a tank a week.",
            "Fuel economy is excellent on truck loading.",
        ),
        asked=(
            "What fuel use do you see on truck loading?",
            "Does eco mode hurt the cycle times?",
            "How do you log fuel per hour?",
        ),
        told=(
            "Logged 14.2 litres an hour over the month.",
            "Compared eco and power mode for a week.",
            "Idle shutdown is set to five minutes.",
        ),
    ),
    "telematics": Pieces(
        wrong=(
            "The telematics portal logs me out every ten minutes.",
            "Geofence alarm goes off with the machine in the yard.",
            "Machine location is two days old.",
        ),
        well=(
            "Telematics told us about the coolant before it was too late.",
            "The fleet app shows idle time for every machine, very useful.",
            "Remote diagnosis saved us a service visit.",
        ),
        asked=(
            "Can I get telematics data into our own system through an API?",
            "Does the telematics work without a subscription?",
            "How do I set a geofence for a whole fleet?",
            "Who owns the machine data?",
        ),
        told=(
            "Connected the last machine to telematics.",
            "Idle report goes to the foremen every Monday.",
            "Subscription was renewed for another year.",
        ),
    ),
    "comfort": Pieces(
        wrong=(
            "The air conditioning gives up when it gets hot.",
            "Seat suspension is done after one season.",
            "Cab rattles like a tin can.",
        ),
        well=(
            "The cab is so quiet that I can hear the radio.",
            "The new seat saved my back.",
            "Visibility to the right side is superb.",
            "Controls fall right to hand.",
        ),
        asked=(
            "Can the old seat be swapped for the heated one?",
            "How do you clean the cab filter?",
            "Which joystick pattern do you use?",
        ),
        told=(
            "Long day in the cab today.",
            "Cab filter and wipers are new.",
            "Set the seat and the mirrors for the new operator.",
        ),
    ),
    "attachments": Pieces(
        wrong=(
            "The quick coupler sticks when it is muddy.",
            "Tiltrotator throws an error with the factory software.",
            "Breaker lines leak at the coupler.",
        ),
        well=(
            "The tiltrotator changed the way we dig.",
            "Quick coupler swaps buckets in seconds.",
            "Grading bucket cuts a beautiful finish.",
        ),
        asked=(
            "Which tiltrotator fits without changing the coupler?",
            "What flow does the mulcher need?",
            "Bucket width for a 12 ton machine in clay?",
            "Can I run the hammer on the standard auxiliary line?",
        ),
        told=(
            "Trying a new grading bucket this week.",
            "Auxiliary lines are set for the breaker.",
            "Hung the pallet forks on for the afternoon.",
        ),
    ),
    "emissions": Pieces(
        wrong=(
            "Stuck in regen again in the middle of a load.",
            "DPF light is on and the machine derates to nothing.",
            "AdBlue sensor failed for the second time.",
            "Two forced regens a day is not normal.",
        ),
        well=(
            "Passive regen works, never had to park it.",
            "No DEF trouble in a whole year.",
        ),
        asked=(
            "How do you avoid forced regens when idling a lot?",
            "What clears the DPF fault code?",
            "How long does a parked regen take?",
        ),
        told=(
            "Cleaned the DPF at 4,500 hours.",
            "Topped up AdBlue for the week.",
            "Regen history is in the service menu.",
        ),
    ),
    "resale": Pieces(
        wrong=(
            "Resale offer was an insult.",
            "Lost a third of its value in a year.",
        ),
        well=(
            "Sold it after six years for a very good price.",
            "Resale value holds up better than I thought.",
        ),
        asked=(
            "What is a fair price for one with 6,000 hours?",
            "Lease or buy at the moment?",
            "Is it worth rebuilding before selling?",
            "When do you replace a machine?",
        ),
        told=(
            "Took the trade-in photos today.",
            "Our oldest one goes to auction in spring.",
            "Lease ends in the summer.",
        ),
    ),
    "electric": Pieces(
        wrong=(
            "Battery is flat by two in the afternoon.",
            "Charging on site is a nightmare without a proper connection.",
            "The price of the electric one is absurd.",
        ),
        well=(
            "The electric one is so quiet that the neighbours came to say thanks.",
            "Night work in the city is easy with the electric machine.",
            "Full shift on one charge, impressive.",
        ),
        asked=(
            "How long does the battery last on a trenching job?",
            "What charger do you bring to site?",
            "Does anyone have real costs for electric against diesel?",
        ),
        told=(
            "Electric demo machine arrives on Thursday.",
            "Charging from the site cabinet overnight.",
            "Counted 6.5 hours on one charge.",
        ),
    ),
    "howto": Pieces(
        wrong=(
            "The manual is useless for this.",
            "Wasted two hours following a wrong video.",
        ),
        well=(
            "That how-to video saved me a service call.",
            "The maintenance checklist is really well made.",
        ),
        asked=(
            "Is there a how-to video for changing the cutting edge?",
            "Where do I find the torque table?",
            "How do I reset the service interval?",
            "Is there a maintenance checklist I can print?",
            "What is the right way to grease the slew ring?",
            "How do I calibrate the bucket position sensor?",
        ),
        told=(
            "Wrote down the grease points for the new crew.",
            "Shared the daily checklist with the operators.",
            "Filmed the cutting edge change.",
        ),
    ),
}
