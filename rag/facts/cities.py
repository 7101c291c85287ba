"""Well-known cities that CLDR has no name for, because no time zone is named after them."""

from __future__ import annotations

from functools import lru_cache

# In the order of the languages below.
_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "tr")
_CITIES = {
    "Beijing": "Beijing|Pékin|Peking|Pekín|Pechino|Pequim|Peking|Pekin|Пекин|北京|北京|بكين|Pekin",
    "Washington": "Washington|Washington|Washington|Washington|Washington|Washington|Washington|Waszyngton|Вашингтон|华盛顿|ワシントン|واشنطن|Washington",
    "Munich": "Munich|Munich|München|Múnich|Monaco di Baviera|Munique|München|Monachium|Мюнхен|慕尼黑|ミュンヘン|ميونيخ|Münih",
    "Milan": "Milan|Milan|Mailand|Milán|Milano|Milão|Milaan|Mediolan|Милан|米兰|ミラノ|ميلانو|Milano",
    "Geneva": "Geneva|Genève|Genf|Ginebra|Ginevra|Genebra|Genève|Genewa|Женева|日内瓦|ジュネーブ|جنيف|Cenevre",
    "Venice": "Venice|Venise|Venedig|Venecia|Venezia|Veneza|Venetië|Wenecja|Венеция|威尼斯|ヴェネツィア|البندقية|Venedik",
    "Florence": "Florence|Florence|Florenz|Florencia|Firenze|Florença|Florence|Florencja|Флоренция|佛罗伦萨|フィレンツェ|فلورنسا|Floransa",
    "Naples": "Naples|Naples|Neapel|Nápoles|Napoli|Nápoles|Napels|Neapol|Неаполь|那不勒斯|ナポリ|نابولي|Napoli",
    "Saint Petersburg": "Saint Petersburg|Saint-Pétersbourg|Sankt Petersburg|San Petersburgo|San Pietroburgo|São Petersburgo|Sint-Petersburg|Petersburg|Санкт-Петербург|圣彼得堡|サンクトペテルブルク|سانت بطرسبرغ|Sankt Petersburg",
    "Cologne": "Cologne|Cologne|Köln|Colonia|Colonia|Colônia|Keulen|Kolonia|Кёльн|科隆|ケルン|كولونيا|Köln",
    "Barcelona": "Barcelona|Barcelone|Barcelona|Barcelona|Barcellona|Barcelona|Barcelona|Barcelona|Барселона|巴塞罗那|バルセロナ|برشلونة|Barselona",
    "Mumbai": "Mumbai|Bombay|Mumbai|Bombay|Mumbai|Mumbai|Mumbai|Mumbaj|Мумбаи|孟买|ムンバイ|مومباي|Mumbai",
    "Osaka": "Osaka|Osaka|Osaka|Osaka|Osaka|Osaka|Osaka|Osaka|Осака|大阪|大阪|أوساكا|Osaka",
}  # fmt: skip


@lru_cache(maxsize=64)
def city_names(language: str) -> dict[str, str]:
    """English name -> name in a language; empty for a language that is not listed."""
    base = language.split("-")[0].lower()
    if base not in _LANGUAGES:
        return {}
    place = _LANGUAGES.index(base)
    return {city: names.split("|")[place] for city, names in _CITIES.items()}
