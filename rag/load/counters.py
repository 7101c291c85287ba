"""Numbers of headings and list items, which Word, PowerPoint and LibreOffice count but do not write.

A format is named as in Office Open XML (ECMA-376, part 1, ST_NumberFormat); other programs' names
for the same are mapped to these where they are read.
"""

from __future__ import annotations

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LETTERS = {
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "hindiVowels": "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
}
_DIGITS = {
    "decimalFullWidth": "０１２３４５６７８９",
    "hindiNumbers": "०१२३४५६७८९",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "ideographDigital": "〇一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
}
_HAN = "零一二三四五六七八九"
_COUNTED_IN_HAN = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand", "koreanCounting")
)  # fmt: skip
_HEBREW = (
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"),
    (50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"), (8, "ח"),
    (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"),
)  # fmt: skip
_LARGEST = 3000  # beyond it letters and signs are no help to anybody
_REPEATED = frozenset(("upperLetter", "lowerLetter"))


def numeral(number: int, form: str) -> str:
    """The number as it is counted in that form; decimal where the form is not known."""
    if form == "none":
        return ""
    if not 0 < number <= _LARGEST:
        return str(number)
    if form in _LETTERS:
        return _lettered(number, _LETTERS[form], form in _REPEATED)
    if form in _DIGITS:
        return "".join(_DIGITS[form][int(digit)] for digit in str(number))
    if form in _COUNTED_IN_HAN:
        return _in_han(number)
    if form in ("upperRoman", "lowerRoman"):
        roman = _summed(number, _ROMAN)
        return roman if form == "upperRoman" else roman.lower()
    if form == "hebrew1":
        return _summed(number, _HEBREW)
    return f"{number:02}" if form == "decimalZero" else str(number)


def _lettered(number: int, letters: str, repeated: bool) -> str:
    """a, b … z, then aa, bb in Latin as Word counts; decimal after the last letter elsewhere."""
    times, place = divmod(number - 1, len(letters))
    return letters[place] * (times + 1) if repeated or not times else str(number)


def _summed(number: int, signs: tuple[tuple[int, str], ...]) -> str:
    """Signs of falling value that add up to the number."""
    parts = []
    for value, sign in signs:
        while number >= value:
            parts.append(sign)
            number -= value
    return "".join(parts)


def _in_han(number: int) -> str:
    """Counted in Chinese characters: 十一, 二十, 一百零五."""
    parts, skipped = [], False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            parts.append(("零" if skipped else "") + _HAN[digit] + unit)
            skipped = False
        else:
            skipped = bool(parts)
    words = "".join(parts)
    return words[1:] if words.startswith("一十") else words
