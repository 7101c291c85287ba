"""What is typed into a question box and is no question that documents could answer.

Only a text that is wholly made of such phrases counts: greetings, thanks, questions to the program
about itself, requests to make something up, sums. What remains in doubt is searched.
"""

from __future__ import annotations

import re
from functools import cache

from rag.types import UNKNOWN_LANGUAGE

# By language for those who read it; all are tried on every text, for greetings are international.
_PHRASES = {
    "en": r"hi|hello|hey|hi there|good (?:morning|afternoon|evening|night)|thanks?(?: you)?(?: very much| so much| a lot)?|bye|goodbye|see you|ok(?:ay)?|yes|no|please|help|test(?:ing)?|cool|great|nice"
          r"|how are you(?: doing)?(?: today)?|who are you|what are you|what(?:'s| is) your name|what can (?:you|i) (?:do|ask)(?: (?:for me|you|here))?|are you (?:a robot|human|an? ai|real)|who (?:made|created|built) you"
          r"|tell me (?:a joke|a story|something funny)|(?:write|make|sing)(?: me)? (?:a|some) (?:poem|song|story|joke|rap)\b.*",
    "fr": r"salut|bonjour|bonsoir|coucou|merci(?: beaucoup| bien)?|au revoir|à bientôt|oui|non|d'accord|s'il (?:te|vous) plaît|aide(?:-moi)?|ça va|comment (?:ça va|vas-tu|allez-vous)|(?:qui|qu') ?(?:es-tu|êtes-vous)|tu es qui|comment (?:t'appelles-tu|tu t'appelles|vous appelez-vous)|que (?:peux-tu|pouvez-vous|sais-tu) faire|raconte(?:-moi|z-moi)? une (?:blague|histoire)|écris(?:-moi)? une? (?:poème|chanson|histoire)\b.*",
    "de": r"hallo|guten (?:tag|morgen|abend)|gute nacht|servus|moin|grüß gott|danke(?: schön| sehr)?|vielen dank|tschüss?|auf wiedersehen|ja|nein|bitte|hilfe|wie geht(?: es|'s) (?:dir|ihnen)|wer bist du|wer sind sie|was bist du|wie hei(?:ß|ss)t du|was kannst du(?: alles)?|was können sie|erzähl(?:e)?(?: mir)? (?:einen witz|eine geschichte)|schreib(?:e)?(?: mir)? (?:ein gedicht|ein lied|eine geschichte)\b.*",
    "es": r"hola|buen(?:os días|as tardes|as noches)|(?:muchas )?gracias|adiós|hasta (?:luego|pronto)|sí|vale|por favor|ayuda|(?:qué tal|cómo) ?(?:estás|está usted|te va)?|quién eres|qué eres|cómo te llamas|qué (?:puedes|sabes) hacer|cuéntame un (?:chiste|cuento)|escribe(?:me)? un(?:a)? (?:poema|canción|cuento)\b.*",
    "it": r"ciao|buon(?:giorno|asera|anotte)|salve|grazie(?: mille)?|arrivederci|sì|va bene|per favore|aiuto|come (?:stai|sta|va)|chi sei|cosa sei|come ti chiami|(?:che )?cosa (?:sai|puoi) fare|raccontami una (?:barzelletta|storia)|scrivi(?:mi)? una? (?:poesia|canzone|storia)\b.*",
    "pt": r"olá|oi|bom dia|boa (?:tarde|noite)|(?:muito )?obrigad[oa]|tchau|adeus|até logo|sim|não|por favor|ajuda|como (?:está|vai|estás)(?: você)?|tudo bem|quem é (?:você|tu)|quem és(?: tu)?|qual é o (?:seu|teu) nome|o que (?:você )?(?:pode|sabe|podes|sabes) fazer|conte?(?:-me| uma| me)? ?uma (?:piada|história)|escreve?(?:-me)? um(?:a)? (?:poema|canção|história)\b.*",
    "nl": r"hallo|hoi|goede(?:morgen|middag|navond|nacht)|goeie(?:morgen|middag)|bedankt|dank (?:je|u)(?: wel)?|dag|tot ziens|ja|nee|alstublieft|help|hoe gaat het(?: met (?:je|jou|u))?|wie ben je|wie bent u|wat ben je|hoe heet je|wat kun je(?: doen)?|vertel(?: me)? een (?:mop|verhaal|grap)|schrijf(?: me)? een (?:gedicht|lied|verhaal)\b.*",
    "pl": r"cześć|hej|witaj|dzień dobry|dobry wieczór|dobranoc|dziękuję(?: bardzo)?|dzięki|do widzenia|pa|tak|nie|proszę|pomoc|jak się masz|co słychać|kim jesteś|czym jesteś|jak masz na imię|jak się nazywasz|co (?:umiesz|potrafisz)(?: robić)?|opowiedz(?: mi)? (?:dowcip|bajkę)|napisz(?: mi)? (?:wiersz|piosenkę|bajkę)\b.*",
    "ru": r"привет|здравствуй(?:те)?|добр(?:ый день|ое утро|ый вечер)|спокойной ночи|(?:большое )?спасибо(?: большое)?|пока|до свидания|да|нет|пожалуйста|помощь|помоги(?:те)?|как (?:дела|ты|поживаешь|поживаете)|кто (?:ты|вы)(?: так(?:ой|ая|ие))?|что ты такое|как (?:тебя|вас) зовут|что (?:ты|вы) (?:умеешь|можешь|умеете|можете)(?: делать)?|расскажи(?:те)? (?:мне )?(?:анекдот|шутку|сказку)|напиши(?:те)? (?:мне )?(?:стих\w*|песню|сказку)\b.*",
    "uk": r"привіт|вітаю|добр(?:ий день|ого ранку|ий вечір)|дякую|до побачення|так|ні|будь ласка|допомога|як справи|хто ти(?: такий)?|як тебе звати|що ти (?:вмієш|можеш)(?: робити)?|розкажи анекдот|напиши вірш\b.*",
    "zh": r"你好|您好|嗨|早上好|晚上好|晚安|谢谢(?:你|您)?|謝謝(?:你|您)?|再见|再見|是的?|好的?|请|帮助|幫助|你好吗|你好嗎|你是谁|你是誰|你是什么|你叫什么(?:名字)?|你叫什麼(?:名字)?|你能做什么|你會什麼|你会什么|(?:给我)?讲(?:一)?个(?:笑话|故事)|(?:给我)?写一?首(?:诗|歌).*",
    "ja": r"こんにちは|こんばんは|おはよう(?:ございます)?|おやすみ(?:なさい)?|ありがとう(?:ございます|ございました)?|さようなら|はい|いいえ|お願いします|助けて|ヘルプ|お?元気ですか|あなたは(?:誰|だれ|何)(?:ですか)?|(?:お|あなたの)?名前は(?:何ですか)?|何ができますか|(?:冗談|ジョーク)を言って(?:ください)?|詩を書いて(?:ください)?",
    "ko": r"안녕(?:하세요|하십니까)?|고마워(?:요)?|감사합니다|잘 가|안녕히 (?:가세요|계세요)|네|예|아니요|제발|도와줘|도움말|잘 지내(?:요|세요)?|너는? 누구(?:야|니)?|누구세요|당신은 누구(?:입니까|세요)|이름이 뭐(?:예요|야|니)|(?:너는? |당신은 )?(?:무엇을|뭘|뭐) 할 수 있(?:어|어요|나요|습니까)|농담 ?해 ?줘|시(?:를)? 써 ?줘",
    "ar": r"مرحبا|مرحبًا|أهلا|أهلًا|السلام عليكم|صباح الخير|مساء الخير|تصبح على خير|شكرا(?: جزيلا)?|شكرًا(?: جزيلًا)?|مع السلامة|إلى اللقاء|نعم|لا|من فضلك|مساعدة|كيف حالك|من أنت|من انت|ما أنت|ما اسمك|ماذا (?:يمكنك|تستطيع) أن تفعل|احك لي نكتة|اكتب لي قصيدة.*",
    "tr": r"merhaba|selam|günaydın|iyi (?:günler|akşamlar|geceler)|teşekkür(?:ler| ederim)|sağ ?ol|hoşça ?kal|görüşürüz|evet|hayır|lütfen|yardım|nasılsın(?:ız)?|sen kimsin|siz kimsiniz|kimsin|nesin|adın ne(?:dir)?|ne(?:ler)? yapabilirsin|bana (?:bir )?(?:şaka|fıkra|hikaye) anlat|(?:bana )?(?:bir )?şiir yaz\b.*",
    "hi": r"नमस्ते|नमस्कार|सुप्रभात|शुभ (?:रात्रि|संध्या)|धन्यवाद|शुक्रिया|अलविदा|हाँ|नहीं|कृपया|मदद|(?:आप|तुम) कैसे (?:हैं|हो)|(?:आप|तुम) कौन (?:हैं|हो)|(?:आपका|तुम्हारा) नाम क्या है|(?:आप|तुम) क्या कर सकते (?:हैं|हो)|(?:मुझे )?(?:एक )?चुटकुला सुनाओ|(?:एक )?कविता लिखो",
    "vi": r"xin chào|chào(?: bạn)?|cảm ơn(?: bạn)?|tạm biệt|vâng|không|giúp(?: tôi)?|bạn (?:khỏe không|là ai|tên (?:là )?gì)|bạn (?:có thể )?làm được gì|kể chuyện cười|làm thơ",
    "el": r"γεια(?: σου| σας)?|καλημέρα|καλησπέρα|καληνύχτα|ευχαριστώ(?: πολύ)?|αντίο|ναι|όχι|παρακαλώ|βοήθεια|τι κάνεις|πώς είσαι|ποιος είσαι|πώς σε λένε|τι μπορείς να κάνεις|πες μου ένα ανέκδοτο",
    "he": r"שלום|היי|בוקר טוב|ערב טוב|לילה טוב|תודה(?: רבה)?|להתראות|כן|לא|בבקשה|עזרה|מה (?:שלומך|נשמע)|מי (?:אתה|את)|מה שמך|מה (?:אתה|את) (?:יכול|יכולה|יודע|יודעת) לעשות|ספר לי בדיחה",
    "th": r"สวัสดี(?:ครับ|ค่ะ|คะ)?|ขอบคุณ(?:มาก)?(?:ครับ|ค่ะ)?|ลาก่อน|ช่วยด้วย|สบายดีไหม|คุณ(?:คือใคร|เป็นใคร|ชื่ออะไร)|คุณทำอะไรได้บ้าง|เล่าเรื่องตลก",
    "fa": r"سلام|صبح بخیر|شب بخیر|ممنون|متشکرم|خداحافظ|بله|نه|لطفا|کمک|حالت چطور است|تو (?:کی|کیستی)|تو کی هستی|اسمت چیست|چه کاری می‌توانی بکنی",
    "id": r"halo|hai|selamat (?:pagi|siang|sore|malam)|terima kasih(?: banyak)?|sampai jumpa|ya|tidak|tolong|bantuan|apa kabar|(?:kamu|anda) siapa|siapa (?:kamu|anda|namamu)|apa yang bisa (?:kamu|anda) lakukan|ceritakan lelucon",
    "sv": r"hej(?:san)?|god (?:morgon|kväll|natt)|tack(?: så mycket)?|hej då|ja|nej|snälla|hjälp|hur mår du|vem är du|vad heter du|vad kan du(?: göra)?|berätta (?:ett skämt|en saga)",
    "cs": r"ahoj|dobrý (?:den|večer)|dobré ráno|dobrou noc|děkuji?|díky|na shledanou|ano|ne|prosím|pomoc|jak se máš|kdo jsi|jak se jmenuješ|co umíš|řekni(?: mi)? vtip|napiš(?: mi)? báseň\b.*",
}  # fmt: skip
_GAP = r"[\s,.!?…;:¿¡。！？、，،؟।\U0001F300-\U0001FAFF☺-♥]*"
_SUM = re.compile(r"[\d\s.,()=?？+*/×÷^−-]*[+*/×÷^−=-][\d\s.,()=?？+*/×÷^−-]*")
_DATE_LIKE = re.compile(r"\s*\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?\s*[?？]?\s*")


def is_no_question(text: str) -> bool:
    """Whether a text is wholly made of phrases that no document answers; true of no doubtful one."""
    if _SUM.fullmatch(text) and not _DATE_LIKE.fullmatch(text):
        return True
    return _pattern().fullmatch(text.replace("\u2019", "'")) is not None


def spoken_in(text: str) -> str:
    """The language whose table has the first phrase of a text; "und" for a sum.

    A greeting is too short for its language to be found out otherwise.
    """
    for language in _PHRASES:
        if _beginning(language).match(text.replace("\u2019", "'")):
            return language
    return UNKNOWN_LANGUAGE


@cache
def _beginning(language: str) -> re.Pattern[str]:
    end = r"(?!\w)" if language not in ("zh", "ja", "th", "ko") else ""
    return re.compile(rf"{_GAP}(?:{_PHRASES[language]}){end}", re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    phrase = rf"(?:{'|'.join(_PHRASES.values())})"
    return re.compile(rf"{_GAP}{phrase}(?:{_GAP}(?<!\w){phrase})*{_GAP}", re.IGNORECASE)
