"""The instruction and the word "question" in every language that has one; data, no logic."""

from __future__ import annotations

INSTRUCTIONS = {
    "en": "Answer the question in English, in one short sentence, only from the passages. End the sentence with the number of the passage in brackets, like [1].",
    "fr": "Réponds à la question en français, en une phrase courte, uniquement d'après les passages. Termine la phrase par le numéro du passage entre crochets, comme [1].",
    "de": "Beantworte die Frage auf Deutsch, in einem kurzen Satz, nur nach den Textstellen. Beende den Satz mit der Nummer der Textstelle in Klammern, wie [1].",
    "es": "Responde a la pregunta en español, en una frase corta, solo según los pasajes. Termina la frase con el número del pasaje entre corchetes, como [1].",
    "it": "Rispondi alla domanda in italiano, con una frase breve, solo in base ai brani. Termina la frase con il numero del brano tra parentesi quadre, come [1].",
    "pt": "Responde à pergunta em português, numa frase curta, apenas com base nas passagens. Termina a frase com o número da passagem entre parênteses retos, como [1].",
    "nl": "Beantwoord de vraag in het Nederlands, in één korte zin, alleen op grond van de passages. Eindig de zin met het nummer van de passage tussen haken, zoals [1].",
    "pl": "Odpowiedz na pytanie po polsku, jednym krótkim zdaniem, tylko na podstawie fragmentów. Zakończ zdanie numerem fragmentu w nawiasach, na przykład [1].",
    "ru": "Ответь на вопрос по-русски, одним коротким предложением, только по отрывкам. Закончи предложение номером отрывка в скобках, например [1].",
    "zh": "请用中文以一个简短的句子回答问题，只依据给出的段落。在句末用方括号注明段落编号，例如 [1]。",
    "zh-Hant": "請用繁體中文以一個簡短的句子回答問題，只依據給出的段落。在句末用方括號註明段落編號，例如 [1]。",
    "ja": "質問に日本語の短い一文で、抜粋だけにもとづいて答えてください。文の終わりに抜粋の番号を [1] のように角括弧で付けてください。",
    "ar": "أجب عن السؤال بالعربية في جملة واحدة قصيرة، اعتمادًا على المقاطع وحدها. اختم الجملة برقم المقطع بين قوسين معقوفين، مثل [1].",
    "tr": "Soruyu Türkçe olarak, tek bir kısa cümleyle, yalnızca verilen bölümlere dayanarak yanıtla. Cümleyi bölümün numarasıyla köşeli ayraç içinde bitir, örneğin [1].",
    "ko": "질문에 한국어로, 짧은 한 문장으로, 주어진 구절에만 근거하여 답하세요. 문장 끝에 구절 번호를 [1]처럼 대괄호로 적으세요.",
    "hi": "प्रश्न का उत्तर हिन्दी में, एक छोटे वाक्य में, केवल दिए गए अंशों के आधार पर दें। वाक्य के अंत में अंश की संख्या कोष्ठक में लिखें, जैसे [1]।",
    "uk": "Дай відповідь на запитання українською, одним коротким реченням, лише за уривками. Закінчи речення номером уривка в дужках, наприклад [1].",
    "vi": "Hãy trả lời câu hỏi bằng tiếng Việt, trong một câu ngắn, chỉ dựa vào các đoạn văn. Kết thúc câu bằng số của đoạn văn trong ngoặc vuông, như [1].",
    "el": "Απάντησε στην ερώτηση στα ελληνικά, με μία σύντομη πρόταση, μόνο από τα αποσπάσματα. Τελείωσε την πρόταση με τον αριθμό του αποσπάσματος σε αγκύλες, όπως [1].",
    "sv": "Besvara frågan på svenska, i en kort mening, endast utifrån avsnitten. Avsluta meningen med avsnittets nummer inom hakparentes, som [1].",
    "cs": "Odpověz na otázku česky, jednou krátkou větou, pouze podle úryvků. Větu zakonči číslem úryvku v hranatých závorkách, například [1].",
    "id": "Jawab pertanyaan dalam bahasa Indonesia, dengan satu kalimat pendek, hanya berdasarkan kutipan. Akhiri kalimat dengan nomor kutipan dalam kurung siku, seperti [1].",
}
"""By language; measured with the shipped model: longer ones, or an example, made it no better."""

OTHER_INSTRUCTION = "Answer the question in {name}, in one short sentence, only from the passages. End the sentence with the number of the passage in brackets, like [1]."

QUESTION_WORDS = {
    "en": "Question", "fr": "Question", "de": "Frage", "es": "Pregunta", "it": "Domanda",
    "pt": "Pergunta", "nl": "Vraag", "pl": "Pytanie", "ru": "Вопрос", "zh": "问题",
    "zh-Hant": "問題", "ja": "質問", "ar": "السؤال", "tr": "Soru", "ko": "질문", "hi": "प्रश्न",
    "uk": "Запитання", "vi": "Câu hỏi", "el": "Ερώτηση", "sv": "Fråga", "cs": "Otázka",
    "id": "Pertanyaan",
}  # fmt: skip
