"""How well the text of PDF files is read, script by script: known text, printed by Chromium, read back.

    python benchmarks/pdf_scripts.py [--fonts FOLDER] [--keep FOLDER] [--misses]

Each text of `TEXTS` is printed on a page of one column and on one of two columns with a running
head, and read by the PDF loader ("after"); "before" is what PDFium gives, lines joined. Figures are
Character F1: characters in common in the same order (the matching blocks of difflib) over those
read and those printed, white space aside. FOLDER holds fonts for scripts that the system has none
for; a text that no font can draw is left out and said. Ends with one JSON line.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import tempfile
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2

from rag.errors import SourceError
from rag.load.walk import load_document

TEXTS = {
    "Latin (cs)": "Přístav byl otevřen na jaře roku 1998 a stál 42,5 milionu korun. Nejvyšší jeřáb měří 63 metrů; z jeho kabiny (tzv. vraní hnízdo) je vidět až k ústí řeky. Žádný účet dosud nebyl zaplacen.",
    "Latin (vi)": "Bến cảng được mở cửa vào mùa xuân năm 1998 với chi phí 42,5 triệu đồng. Cần cẩu cao nhất đạt 63 mét; từ buồng lái (gọi là tổ quạ) có thể nhìn thấy cửa sông. Những chuyến phà chạy mỗi ngày.",
    "Cyrillic (ru)": "Порт открыли весной 1998 года, и он стоил 42,5 миллиона рублей. Самый высокий кран достигает 63 метров; из его кабины (её зовут «вороньим гнездом») видно устье реки. Паром ходит ежедневно.",
    "Greek (el)": "Το λιμάνι άνοιξε την άνοιξη του 1998 και κόστισε 42,5 εκατομμύρια. Ο ψηλότερος γερανός φτάνει τα 63 μέτρα· από την καμπίνα του (τη «φωλιά») φαίνονται οι εκβολές του ποταμού.",
    "Arabic (ar)": "افتُتح الميناء في ربيع عام 1998 وبلغت كلفته 42.5 مليون دينار. يصل ارتفاع أعلى رافعة إلى 63 مترًا، ومن مقصورتها (تسمى «عش الغراب») يُرى مصب النهر. تعمل العبّارة كل يوم، ولا تتوقف إلا في الأعياد. أعلنت شركة Blue Crane أنها ستشتري الأرصفة الثلاثة.",
    "Arabic (fa)": "بندر در بهار سال ۱۳۷۷ گشایش یافت و ۴۲٫۵ میلیون تومان هزینه داشت. بلندترین جرثقیل ۶۳ متر است و از کابین آن (معروف به «لانهٔ کلاغ») دهانهٔ رود دیده می‌شود. شرکت Blue Crane سه اسکله را می‌خرد.",
    "Arabic (ur)": "بندرگاہ 1998 کی بہار میں کھولی گئی اور اس پر 42.5 ملین روپے خرچ ہوئے۔ سب سے اونچی کرین 63 میٹر کی ہے، اور اس کے کیبن سے دریا کا دہانہ نظر آتا ہے۔ ہر روز کشتیاں چلتی ہیں۔",
    "Hebrew (he)": 'הנמל נפתח באביב 1998 ועלותו הייתה 42.5 מיליון שקלים. העגורן הגבוה ביותר מגיע ל-63 מטרים, ומתא המפעיל שלו (המכונה "קן העורב") רואים את שפך הנהר. חברת Blue Crane תקנה את שלושת הרציפים.',
    "Devanagari (hi)": "बंदरगाह 1998 की वसंत ऋतु में खुला और उस पर 42.5 करोड़ रुपये खर्च हुए। सबसे ऊँची क्रेन 63 मीटर की है; उसके केबिन से नदी का मुहाना दिखाई देता है। यात्री नाव हर दिन चलती है।",
    "Bengali (bn)": "বন্দরটি ১৯৯৮ সালের বসন্তে খোলা হয় এবং এর খরচ হয়েছিল ৪২.৫ কোটি টাকা। সবচেয়ে উঁচু ক্রেনটি ৬৩ মিটার; তার কেবিন থেকে নদীর মোহনা দেখা যায়। প্রতিদিন নৌকা চলে।",
    "Tamil (ta)": "துறைமுகம் 1998 வசந்த காலத்தில் திறக்கப்பட்டது; அதற்கு 42.5 கோடி ரூபாய் செலவானது. மிக உயரமான பாரந்தூக்கி 63 மீட்டர் உயரம் கொண்டது. தினமும் படகு செல்கிறது.",
    "Thai (th)": "ท่าเรือเปิดในฤดูใบไม้ผลิปี 1998 และใช้เงิน 42.5 ล้านบาท ปั้นจั่นที่สูงที่สุดสูง 63 เมตร จากห้องควบคุมมองเห็นปากแม่น้ำได้ เรือข้ามฟากแล่นทุกวันยกเว้นวันหยุด",
    "Han (zh)": "港口于1998年春天开放，造价4250万元。最高的起重机高达63米，从驾驶室里可以望见河口。渡轮每天往返六次，只有节日停航。蓝鹤公司将买下三座码头。",
    "Kana (ja)": "港は1998年の春に開かれ、費用は4250万円だった。いちばん高いクレーンは63メートルあり、その運転室からは河口が見える。フェリーは毎日六往復し、祝日だけ休む。",
    "Hangul (ko)": "항구는 1998년 봄에 문을 열었고 4250만 원이 들었다. 가장 높은 크레인은 63미터이며, 그 조종실에서는 강어귀가 보인다. 나룻배는 명절을 빼고 날마다 여섯 번 오간다.",
    "Armenian (hy)": "Նավահանգիստը բացվեց 1998 թվականի գարնանը և արժեցավ 42,5 միլիոն դրամ։ Ամենաբարձր կռունկը 63 մետր է, նրա խցիկից երևում է գետաբերանը։ Լաստանավն ամեն օր է գնում։",
    "Georgian (ka)": "ნავსადგური 1998 წლის გაზაფხულზე გაიხსნა და 42,5 მილიონი ლარი დაჯდა. ყველაზე მაღალი ამწე 63 მეტრია; მისი კაბინიდან მდინარის შესართავი ჩანს. ბორანი ყოველდღე დადის.",
}
"""Paragraphs of our own: words, numbers with separators, brackets, names in Latin letters."""
TIMES = 3  # a paragraph stands on the page as often, so that both columns are full
CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-background-networking", "--no-pdf-header-footer", "--virtual-time-budget=10000")  # fmt: skip
RIGHT_TO_LEFT = ("ar", "fa", "ur", "he")


def page(text: str, language: str, fonts: list[Path], columns: int) -> str:
    """The page to print."""
    faces = "".join(
        f"@font-face {{ font-family: F{n}; src: url('{font.resolve().as_uri()}') }}\n"
        for n, font in enumerate(fonts)
    )
    families = ", ".join(["DejaVu Sans", *(f"F{n}" for n in range(len(fonts)))])
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    body = "".join(f"<p>{text}</p>" for _ in range(TIMES))
    return (
        f'<html lang="{language}" dir="{direction}"><meta charset="utf-8"><style>{faces}'
        f"body {{ font: 12px {families}; columns: {columns}; text-align: justify }}</style>{body}"
    )


def printed(html: str, folder: Path, name: str) -> Path:
    """The page as a PDF file."""
    source, target = folder / f"{name}.html", folder / f"{name}.pdf"
    source.write_text(html, "utf-8")
    subprocess.run(
        [*CHROMIUM, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True
    )
    return target


def plain(path: Path) -> str:
    """What PDFium gives without repair."""
    file = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in file)
    finally:
        file.close()


def read(path: Path) -> str:
    """What the loader gives; nothing where it refuses."""
    try:
        return load_document(path).text
    except SourceError as error:
        print(error)
        return ""


def compared(text: str) -> str:
    """NFC without white space and characters that are not seen."""
    text = unicodedata.normalize("NFC", text)
    return "".join(
        c for c in re.sub(r"\s", "", text) if unicodedata.category(c) not in ("Cf", "Cn")
    )


def character_f1(expected: str, found: str) -> float:
    """Twice the characters of the matching blocks over the characters of both texts."""
    wanted, got = compared(expected), compared(found)
    blocks = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks) / max(1, len(wanted) + len(got))


def main() -> None:
    """Print, read and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--keep", type=Path, help="keep the printed files here")
    parser.add_argument("--misses", action="store_true", help="print what is below .98")
    arguments = parser.parse_args()
    fonts = sorted(arguments.fonts.rglob("*.ttf")) if arguments.fonts else []
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{'script':16} {'before':>7} {'after':>7} {'columns before':>15} {'after':>7}")
        for name, text in TEXTS.items():
            language = re.search(r"\((\w+)\)", name)[1]
            row = {}
            for columns in (1, 2):
                path = folder / f"{language}-{columns}.pdf"
                if not path.exists():
                    printed(page(text, language, fonts, columns), folder, path.stem)
                expected, found = text * TIMES, read(path)
                suffix = "_columns" if columns == 2 else ""
                row[f"before{suffix}"] = character_f1(expected, plain(path))
                row[f"after{suffix}"] = character_f1(expected, found)
                if arguments.misses and row[f"after{suffix}"] < 0.98:
                    print(f"--- {path.stem}\n{found}")
            figures[name] = {key: round(value, 4) for key, value in row.items()}
            print(f"{name:16} " + " ".join(f"{row[key]:>{width}.3f}" for key, width in
                  (("before", 7), ("after", 7), ("before_columns", 15), ("after_columns", 7))))  # fmt: skip
    means = {
        key: round(sum(row[key] for row in figures.values()) / len(figures), 4)
        for key in ("before", "after", "before_columns", "after_columns")
    }
    print(json.dumps({"benchmark": "pdf_scripts", "mean": means, "scripts": figures,
                      "python": platform.python_version()}, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    main()
