"""Units of measurement and currencies, as people and files write them."""

from collections.abc import Mapping
from typing import NamedTuple


class Unit(NamedTuple):
    """One unit: what it measures, its size in the base unit of that kind, and how it is shown."""

    kind: str
    size: float
    shown: str


class Currency(NamedTuple):
    """One currency: the sign shown with amounts, and the words people use for it."""

    sign: str
    words: tuple[str, ...]


# kind -> unit as shown -> (size in the kind's base unit, ways to write it)
_UNITS: Mapping[str, Mapping[str, tuple[float, str]]] = {
    "mass": {
        "mg": (0.001, "mg milligram milligrams 毫克"),
        "g": (1, "g gr gram grams gramm gramme grammes gramos grammi 克"),
        "kg": (1000, "kg kgs kilo kilos kilogram kilograms kilogramm kilogramme 千克 公斤"),
        "lb": (453.592, "lb lbs pound pounds"),
        "oz": (28.3495, "oz ounce ounces"),
        "t": (1e6, "t tonne tonnes tons 吨"),
        "斤": (500, "斤"),
    },
    "volume": {
        "ml": (1, "ml milliliter millilitre milliliters millilitres 毫升"),
        "cc": (1, "cc ccm cm3 cm³"),
        "cl": (10, "cl"),
        "dl": (100, "dl"),
        "l": (1000, "l liter litre liters litres lt ltr 升"),
        "fl oz": (29.5735, "fl_oz floz fl._oz fluid_ounces"),
        "gal": (3785.41, "gal gallon gallons"),
    },
    "length": {
        "mm": (0.1, "mm millimeter millimetre millimeters millimetres 毫米"),
        "cm": (1, "cm centimeter centimetre centimeters centimetres 厘米"),
        "m": (100, "m meter metre meters metres 米"),
        "km": (1e5, "km kms kilometer kilometre kilometers kilometres 公里 千米"),
        "in": (2.54, 'in inch inches " ″ ” zoll pouces pulgadas 英寸 寸'),
        "ft": (30.48, "ft feet foot 英尺"),
        "mi": (160934.4, "mi mile miles 英里"),
    },
    "time": {
        "ms": (1 / 60000, "ms msec milliseconds 毫秒"),
        "s": (1 / 60, "s sec secs second seconds sekunden 秒"),
        "min": (1, "min mins minute minutes min. minuten minuto minutos minuti 分钟 分"),
        "h": (60, "h hr hrs hour hours std std. stunde stunden heure heures hora horas ora ore 小时 个小时 钟头"),
        "days": (1440, "day days tag tage jour jours día días giorni 天 日"),
        "weeks": (10080, "week weeks woche wochen 周"),
        "months": (43800, "month months mo monat monate mois meses mesi 个月 月"),
        "years": (525600, "year years yr yrs jahr jahre ans años anni 年 岁"),
    },
    "data": {
        "KB": (1e-6, "kb"),
        "MB": (1e-3, "mb megabyte megabytes"),
        "GB": (1, "gb go gig gigs gigabyte gigabytes"),
        "TB": (1000, "tb terabyte terabytes"),
    },
    "power": {
        "W": (1, "w watt watts 瓦"),
        "kW": (1000, "kw kilowatt kilowatts 千瓦"),
        "hp": (745.7, "hp bhp horsepower 马力"),
        "PS": (735.5, "ps ch cv pk"),
    },
    "energy": {"kcal": (1, "kcal cal kcals calories calorie 大卡 千卡 卡"), "kJ": (0.239, "kj")},
    "charge": {"mAh": (1, "mah 毫安 毫安时"), "Ah": (1000, "ah")},
    "electricity": {"Wh": (1, "wh"), "kWh": (1000, "kwh")},
    "voltage": {"V": (1, "v volt volts 伏")},
    "frequency": {"Hz": (1, "hz 赫兹"), "kHz": (1e3, "khz"), "MHz": (1e6, "mhz"), "GHz": (1e9, "ghz")},
    "pixels": {"MP": (1, "mp megapixel megapixels mpx 万像素")},
    "area": {
        "m²": (1, "m² m2 sqm sq_m qm ㎡ square_meters square_metres 平方米 平米 平"),
        "sq ft": (0.0929, "sqft sq_ft sq._ft ft² ft2 square_feet"),
        "ha": (10000, "ha hectares 公顷"),
        "acres": (4046.86, "acre acres"),
    },
    "speed": {"km/h": (1, "km/h kmh kph kmph"), "mph": (1.609344, "mph")},
    "consumption": {"l/100 km": (1, "l/100km l/100_km")},
    "economy": {"km/l": (1, "km/l kmpl kpl"), "mpg": (0.425144, "mpg")},
    "temperature": {"°C": (1, "°c celsius ℃")},
    "percent": {"%": (1, "% percent pct prozent %vol %_vol vol% %_vol. % vol.% vol.-% °  ％ 度 abv %_abv")},
    "sound": {"dB": (1, "db decibel decibels 分贝")},
}

UNITS: Mapping[str, Unit] = {
    word.replace("_", " "): Unit(kind, size, shown)
    for kind, units in _UNITS.items()
    for shown, (size, words) in units.items()
    for word in words.split()
}

# code -> sign shown, then words. Codes and signs themselves count as words.
CURRENCIES: Mapping[str, Currency] = {
    "USD": Currency("$", ("us$", "usd$", "u$s", "$us", "dollar", "dollars", "us dollars", "美元", "美金", "$", "＄")),
    "EUR": Currency("€", ("€", "euro", "euros", "欧元", "欧")),
    "GBP": Currency("£", ("£", "￡", "pound sterling", "gb pounds", "英镑")),
    "CNY": Currency("¥", ("¥", "￥", "rmb", "cn¥", "yuan", "人民币", "元", "块", "块钱", "圆")),
    "JPY": Currency("¥", ("jp¥", "yen", "日元", "円")),
    "INR": Currency("₹", ("₹", "rs", "rs.", "rupee", "rupees", "lakh rs", "卢比")),
    "CHF": Currency("CHF", ("chf", "fr.", "sfr", "sfr.", "francs", "瑞士法郎")),
    "CAD": Currency("$", ("ca$", "c$", "cad$", "加元")),
    "AUD": Currency("$", ("au$", "a$", "aud$", "澳元")),
    "NZD": Currency("$", ("nz$", "nzd$")),
    "HKD": Currency("HK$", ("hk$", "港币", "港元")),
    "TWD": Currency("NT$", ("nt$", "新台币", "台币")),
    "SGD": Currency("S$", ("s$", "sg$")),
    "MXN": Currency("$", ("mx$", "pesos")),
    "BRL": Currency("R$", ("r$", "reais")),
    "KRW": Currency("₩", ("₩", "￦", "won", "원", "韩元")),
    "RUB": Currency("₽", ("₽", "руб", "руб.", "rub.", "卢布")),
    "SEK": Currency("kr", ("kr", "kr.", "kronor")),
    "NOK": Currency("kr", ("nkr",)),
    "DKK": Currency("kr", ("dkr",)),
    "PLN": Currency("zł", ("zł", "zl", "zloty")),
    "CZK": Currency("Kč", ("kč", "kc")),
    "HUF": Currency("Ft", ("forint",)),
    "TRY": Currency("₺", ("₺", "tl")),
    "THB": Currency("฿", ("฿", "baht")),
    "VND": Currency("₫", ("₫", "đ")),
    "ILS": Currency("₪", ("₪", "nis")),
    "ZAR": Currency("R", ("rand",)),
    "AED": Currency("AED", ("dirham", "dirhams")),
}

_CODES: Mapping[str, str] = {
    word: code for code, currency in reversed(list(CURRENCIES.items())) for word in (code.casefold(), *currency.words)
}
_COLLOQUIAL = ("bucks", "元", "块", "块钱")
"""Said of money whatever the currency is."""
_SAID_OTHERWISE = frozenset(
    """in ft go mo ch ps cv pk ore ora ans lt t min. std. " ″ ” ° 年 日 月 分 卡 寸 平 ％""".split()  # noqa: SIM905
)
"""Units in a column's cells, but in a person's sentence mostly something else ("a 15 in black", "2010年")."""


def unit_named(word: str) -> Unit | None:
    """The unit a word stands for, in any case, with or without a final full stop."""
    text = word.strip().casefold()
    return UNITS.get(text) or UNITS.get(text.rstrip("."))


def currency_named(word: str) -> str | None:
    """The code of the currency a sign, code or word stands for."""
    return _CODES.get(word.strip().casefold())


def base_unit(kind: str, shown: str) -> Unit:
    """The unit of a kind that is shown like that."""
    size, _ = _UNITS[kind][shown]
    return Unit(kind, size, shown)


def factor(unit: Unit, target: Unit) -> float:
    """How many `target` one `unit` is."""
    return unit.size / target.size


def words_for(unit: Unit) -> dict[str, float]:
    """Ways people write amounts of that size, with how many `unit` each is, but for words that mostly mean others."""
    found: dict[str, float] = {}
    for word, other in UNITS.items():
        ratio = factor(other, unit)
        if other.kind == unit.kind and 1e-3 <= ratio <= 1e3 and word not in _SAID_OTHERWISE:
            found[word] = float(f"{ratio:.6g}")
    return found


def money_words(code: str | None) -> dict[str, float]:
    """Words for an amount in that currency, each counted as one; any currency's common words when it is not known."""
    codes = (code,) if code is not None else ("USD", "EUR", "GBP", "CNY")
    words = [w for c in codes for w in (CURRENCIES[c].sign, c.casefold(), *filter(str.isalpha, CURRENCIES[c].words))]
    return dict.fromkeys([*words, *_COLLOQUIAL], 1.0)
