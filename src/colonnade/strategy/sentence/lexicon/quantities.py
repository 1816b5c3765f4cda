"""Words for numbers, money and time."""

from enum import StrEnum

UNITS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS: dict[str, int] = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES: dict[str, int] = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "grand": 1_000,
    "lakh": 100_000,
    "lac": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
}
# Written behind the figure without a space: 1.5k, 2m.
SUFFIXES: dict[str, int] = {
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mio": 1_000_000,
    "bn": 1_000_000_000,
    "cr": 10_000_000,
    "l": 100_000,
}
FRACTIONS: dict[str, float] = {"half": 0.5, "third": 1 / 3, "quarter": 0.25}
FRACTION_MARKS: dict[str, float] = {
    "\N{VULGAR FRACTION ONE HALF}": 0.5,
    "\N{VULGAR FRACTION ONE QUARTER}": 0.25,
    "\N{VULGAR FRACTION THREE QUARTERS}": 0.75,
    "\N{VULGAR FRACTION ONE THIRD}": 1 / 3,
    "\N{VULGAR FRACTION TWO THIRDS}": 2 / 3,
}
FACTORS: dict[str, float] = {
    "double": 2.0,
    "doubling": 2.0,
    "triple": 3.0,
    "tripling": 3.0,
    "treble": 3.0,
    "quadruple": 4.0,
    "halve": 0.5,
    "halving": 0.5,
}

MARKS: dict[str, str] = {
    "$": "USD",
    "\N{EURO SIGN}": "EUR",
    "\N{POUND SIGN}": "GBP",
    "\N{YEN SIGN}": "JPY",
    "\N{INDIAN RUPEE SIGN}": "INR",
    "\N{WON SIGN}": "KRW",
    "\N{TURKISH LIRA SIGN}": "TRY",
    "\N{NEW SHEQEL SIGN}": "ILS",
    "\N{DONG SIGN}": "VND",
    "\N{NAIRA SIGN}": "NGN",
    "\N{PESO SIGN}": "PHP",
    "\N{HRYVNIA SIGN}": "UAH",
}
DOLLARS: dict[str, str] = {
    "us": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "nz": "NZD",
    "hk": "HKD",
    "s": "SGD",
    "r": "BRL",
    "mx": "MXN",
}
CODES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "CHF",
        "CAD",
        "AUD",
        "NZD",
        "CNY",
        "INR",
        "BRL",
        "MXN",
        "ZAR",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "TRY",
        "ILS",
        "AED",
        "SAR",
        "QAR",
        "KWD",
        "EGP",
        "NGN",
        "KES",
        "GHS",
        "SGD",
        "HKD",
        "TWD",
        "KRW",
        "THB",
        "MYR",
        "IDR",
        "PHP",
        "VND",
        "PKR",
        "BDT",
        "LKR",
        "CLP",
        "COP",
        "ARS",
        "PEN",
        "UYU",
        "UAH",
        "ISK",
        "MAD",
    ]
)
NAMES: dict[str, str] = {
    "dollar": "USD",
    "us dollar": "USD",
    "american dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "pound sterling": "GBP",
    "british pound": "GBP",
    "quid": "GBP",
    "swiss franc": "CHF",
    "franc": "CHF",
    "yen": "JPY",
    "rupee": "INR",
    "indian rupee": "INR",
    "rs": "INR",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "real": "BRL",
    "reai": "BRL",
    "rand": "ZAR",
    "zloty": "PLN",
    "swedish krona": "SEK",
    "swedish kronor": "SEK",
    "norwegian krone": "NOK",
    "norwegian kroner": "NOK",
    "danish krone": "DKK",
    "danish kroner": "DKK",
}


class Period(StrEnum):
    """The time over which an amount counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PERIODS: dict[str, Period] = {
    "day": Period.DAY,
    "week": Period.WEEK,
    "wk": Period.WEEK,
    "month": Period.MONTH,
    "mo": Period.MONTH,
    "mth": Period.MONTH,
    "quarter": Period.QUARTER,
    "qtr": Period.QUARTER,
    "year": Period.YEAR,
    "yr": Period.YEAR,
    "annum": Period.YEAR,
}
ADVERBS: dict[str, Period] = {
    "daily": Period.DAY,
    "weekly": Period.WEEK,
    "monthly": Period.MONTH,
    "quarterly": Period.QUARTER,
    "yearly": Period.YEAR,
    "annually": Period.YEAR,
    "annual": Period.YEAR,
}
MINUTES: dict[str, int] = {
    "minute": 1,
    "min": 1,
    "hour": 60,
    "hr": 60,
    "h": 60,
    "working day": 1440,
    "business day": 1440,
    "day": 1440,
}
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
DAYS_PER: dict[Period, float] = {
    Period.DAY: 1,
    Period.WEEK: 7,
    Period.MONTH: 365.25 / 12,
    Period.QUARTER: 365.25 / 4,
    Period.YEAR: 365.25,
}
