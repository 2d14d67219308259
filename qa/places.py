"""Countries, the words for what is theirs, and their best known cities, so that "Syrian" is known to be of Syria.

The list is short and written by hand: what an English news text names most.
"""

from __future__ import annotations

from qa.wording import stem

# country, its adjectives and people, a bar, its capital, other cities
_COUNTRIES = """
afghanistan afghan | kabul kandahar
albania albanian | tirana
algeria algerian | algiers
argentina argentine argentinian | buenos
armenia armenian | yerevan
australia australian aussie | canberra sydney melbourne brisbane perth
austria austrian | vienna
azerbaijan azerbaijani azeri | baku
bahrain bahraini | manama
bangladesh bangladeshi | dhaka
belarus belarusian | minsk
belgium belgian | brussels antwerp
bolivia bolivian
bosnia bosnian | sarajevo
brazil brazilian | brasilia rio sao
bulgaria bulgarian | sofia
cambodia cambodian
cameroon
canada canadian | ottawa toronto montreal vancouver
chad
chile chilean | santiago
china chinese | beijing shanghai wuhan shenzhen
colombia colombian | bogota
croatia croatian | zagreb
cuba cuban | havana
cyprus cypriot | nicosia
czechia czech | prague
denmark danish dane | copenhagen
ecuador | quito
egypt egyptian | cairo alexandria
estonia estonian | tallinn
ethiopia ethiopian
finland finnish finn | helsinki
france french frenchman | paris marseille lyon nice
georgia georgian | tbilisi
germany german | berlin munich hamburg frankfurt
ghana ghanaian
greece greek | athens
haiti haitian
hungary hungarian | budapest
iceland icelandic
india indian | delhi mumbai
indonesia indonesian | jakarta
iran iranian | tehran
iraq iraqi | baghdad mosul basra
ireland irish | dublin
israel israeli | jerusalem
italy italian | rome milan venice naples turin
jamaica jamaican
japan japanese | tokyo osaka kyoto
jordan jordanian | amman
kazakhstan kazakh kazakhstani | astana almaty nur-sultan
kenya kenyan | nairobi
kosovo
kuwait kuwaiti
kyrgyzstan kyrgyz | bishkek
latvia latvian | riga
lebanon lebanese | beirut tripoli
libya libyan | benghazi
lithuania lithuanian | vilnius
malaysia malaysian
mali malian
mexico mexican
moldova moldovan
mongolia mongolian
morocco moroccan | rabat
myanmar burmese
nepal nepalese
netherlands dutch holland | amsterdam hague rotterdam
nicaragua
niger
nigeria nigerian | lagos abuja
norway norwegian | oslo
pakistan pakistani | islamabad karachi lahore
palestine palestinian | ramallah gaza
peru peruvian | lima
philippines filipino philippine | manila
poland polish pole | warsaw
portugal portuguese | lisbon
qatar qatari | doha
romania romanian | bucharest
russia russian | moscow petersburg sochi
rwanda rwandan
scotland scottish | edinburgh glasgow
senegal
serbia serbian serb | belgrade
singapore
slovakia slovak
slovenia slovenian
somalia somali
spain spanish spaniard | madrid barcelona
sudan sudanese | khartoum
sweden swedish swede | stockholm
switzerland swiss | bern geneva zurich
syria syrian | damascus aleppo idlib homs
taiwan taiwanese | taipei
tajikistan tajik
tanzania
thailand thai | bangkok
tunisia tunisian | tunis
turkey turkish turk turkiye | ankara istanbul
turkmenistan turkmen
uganda ugandan
ukraine ukrainian | kyiv kiev kharkiv odesa
uk british britain briton english england | london manchester liverpool birmingham
us american america | washington york chicago angeles houston texas florida california
uzbekistan uzbek | tashkent
venezuela venezuelan | caracas
vietnam vietnamese | hanoi
wales welsh | cardiff
yemen yemeni | sanaa
zambia
zimbabwe
europe european
africa african
asia asian
"""

# States and further cities of the US
_AMERICAN = """
alabama alaska arizona arkansas colorado connecticut delaware hawaii idaho illinois indiana iowa kansas kentucky
louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma
oregon pennsylvania tennessee utah vermont wisconsin wyoming
atlanta baltimore boston dallas detroit miami philadelphia seattle
"""

_OF_SEVERAL_WORDS = """
abu dhabi, buenos aires, burkina faso, cape town, costa rica, czech republic, dominican republic, el salvador,
gaza strip, hong kong, ivory coast, kuala lumpur, las vegas, los angeles, mexico city, middle east, new delhi, new york,
new hampshire, new jersey, new mexico, new york city, new zealand, north carolina, north dakota, north korea,
northern ireland, papua new guinea, puerto rico, rhode island, rio de janeiro, san francisco, sao paulo,
saudi arabia, sierra leone, south africa, south carolina, south dakota, south korea, south sudan, sri lanka,
st petersburg, tel aviv,
united arab emirates, united kingdom, united states, west bank, west virginia
"""
_PLACES_OF_SEVERAL_WORDS = frozenset(name.strip() for name in _OF_SEVERAL_WORDS.split(","))

_COUNTRY: dict[str, str] = {}
_CITY: dict[str, str] = {}
_CAPITAL: dict[str, str] = {}
for _entry in _COUNTRIES.strip().splitlines():
    _own, _, _cities = _entry.partition("|")
    if _own.split():
        _name = _own.split()[0]
        _COUNTRY.update({stem(_word): _name for _word in _own.split()})
        _CITY.update({stem(_word): _name for _word in _cities.split()})
        if _cities.split():
            _CAPITAL[stem(_cities.split()[0])] = _name
_CITY.update({stem(_word): "us" for _word in _AMERICAN.split()})


def country_of(word: str) -> str | None:
    """The country that a word for it or for what is its own names; None for a city and for any other word."""
    return _COUNTRY.get(stem(word))


def country_of_city(word: str) -> str | None:
    """The country of a well known city."""
    return _CITY.get(stem(word))


def country_of_capital(word: str) -> str | None:
    """The country that a capital is the capital of, and so may stand for."""
    return _CAPITAL.get(stem(word))


def is_place(word: str) -> bool:
    """Whether a word is a country, one of a country's, or a well known city."""
    return stem(word) in _COUNTRY or stem(word) in _CITY


def is_place_name(name: str) -> bool:
    """Whether a name is that of a place: "Puerto Rico", "Berlin"."""
    folded = name.casefold().removeprefix("the ")
    return folded in _PLACES_OF_SEVERAL_WORDS or all(is_place(word) for word in folded.split())
