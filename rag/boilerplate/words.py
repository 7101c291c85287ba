"""Words by which boilerplate is known, in many languages; `rules.py` says how.

Each table is one text, its entries separated by ";" or line ends.
"""

from __future__ import annotations

LABELS = """
advertisement; advertising; ad; ads; sponsored; sponsored content; promoted; continue reading;
learn more; read more; share; share this; share this article; share this post; print; comments;
leave a comment; leave a reply; related articles; related posts; you are reading; now reading;
subscribe; subscribe now; sign up; log in; newsletter; skip to content; back to top; accept all;
reject all; cookie settings; all rights reserved; story continues below advertisement; loading;
next article; previous article; most read; trending now; source; source link; written by;
posted by; tweet; anzeige; werbung; anzeigen; gesponsert; advertorial; weiterlesen; mehr lesen;
mehr erfahren; teilen; artikel teilen; drucken; kommentare; kommentar schreiben;
kommentar hinterlassen; ähnliche artikel; sie lesen; sie lesen gerade; abonnieren;
jetzt abonnieren; anmelden; zum inhalt springen; nach oben; alle akzeptieren; alle ablehnen;
cookie-einstellungen; alle rechte vorbehalten; meistgelesen; zur startseite; quelle;
geschrieben von; verfasst von; beitrag teilen; lesen sie auch; publicité; annonce; annonces;
contenu sponsorisé; sponsorisé; lire la suite; lire plus; partager; partager l'article;
partager cet article; imprimer; commentaires; laisser un commentaire; articles similaires;
articles liés; vous lisez; à lire aussi; lire aussi; s'abonner; abonnez-vous; je m'abonne;
se connecter; s'inscrire; aller au contenu; retour en haut; tout accepter; tout refuser;
paramétrer les cookies; tous droits réservés; les plus lus; rédigé par; écrit par; publié par;
en savoir plus; publicidad; anuncio; anuncios; patrocinado; contenido patrocinado; seguir leyendo;
leer más; compartir; compartir artículo; imprimir; comentarios; deja un comentario;
artículos relacionados; estás leyendo; usted está leyendo; suscríbete; suscribirse;
iniciar sesión; regístrate; saltar al contenido; volver arriba; aceptar todo; aceptar todas;
rechazar todo; lo más leído; todos los derechos reservados; fuente; escrito por; publicado por;
lee también; lea también; pubblicità; annuncio; sponsorizzato; contenuto sponsorizzato;
continua a leggere; leggi di più; leggi tutto; condividi; condividi l'articolo; stampa; commenti;
lascia un commento; stai leggendo; articoli correlati; abbonati; iscriviti; accedi;
vai al contenuto; torna su; accetta tutto; accetta tutti; rifiuta tutto; i più letti;
tutti i diritti riservati; fonte; scritto da; pubblicato da; leggi anche; publicidade; anúncio;
anúncios; conteúdo patrocinado; continuar lendo; leia mais; continua após a publicidade;
compartilhe; compartilhar; partilhar; comentários; deixe um comentário; artigos relacionados;
você está lendo; assine; assine já; entrar; inscreva-se; ir para o conteúdo; voltar ao topo;
aceitar tudo; rejeitar tudo; mais lidas; todos os direitos reservados; leia também; advertentie;
advertenties; reclame; gesponsord; lees verder; lees meer; delen; deel dit artikel; afdrukken;
reacties; plaats een reactie; gerelateerde artikelen; u leest; je leest nu; abonneer; abonneren;
inloggen; aanmelden; naar de inhoud; terug naar boven; alles accepteren; alles weigeren;
meest gelezen; alle rechten voorbehouden; bron; geschreven door; lees ook; reklama; reklamy;
ogłoszenie; materiał sponsorowany; artykuł sponsorowany; czytaj dalej; czytaj więcej;
dowiedz się więcej; udostępnij; drukuj; komentarze; dodaj komentarz; powiązane artykuły; czytasz;
czytasz teraz; subskrybuj; zaloguj się; zapisz się; przejdź do treści; do góry;
zaakceptuj wszystkie; odrzuć wszystkie; najczęściej czytane; wszelkie prawa zastrzeżone; źródło;
napisał; napisane przez; czytaj także; czytaj też; реклама; на правах рекламы; объявление;
читать далее; читать дальше; читать полностью; поделиться; распечатать; комментарии;
оставить комментарий; похожие статьи; вы читаете; подписаться; войти; подпишитесь;
перейти к содержанию; наверх; принять все; отклонить все; самое читаемое; все права защищены;
источник; автор статьи; читайте также; материалы по теме; на правах реклами; читати далі;
поділитися; коментарі; ви читаєте; підписатися; увійти; усі права захищені; джерело;
читайте також; автор статті; 广告; 廣告; 推广; 赞助内容; 阅读更多; 继续阅读; 分享; 分享到; 打印; 评论; 发表评论; 相关文章; 相关阅读;
你正在阅读; 您正在阅读; 订阅; 登录; 注册; 返回顶部; 跳到内容; 全部接受; 全部拒绝; 版权所有; 来源; 热门文章; 責任編輯; 责任编辑; 閱讀更多; 繼續閱讀; 相關文章;
訂閱; 登入; 版權所有; 來源; 広告; スポンサーリンク; スポンサー; 続きを読む; もっと読む; シェア; シェアする; 印刷; コメント; コメントする; 関連記事; 関連ニュース;
今読んでいる記事; 購読; ログイン; 会員登録; トップへ戻る; 本文へ移動; すべて許可; すべて拒否; 無断転載を禁じます; 無断転載禁止; 出典; 人気記事; この記事を書いた人;
執筆者; あわせて読みたい; إعلان; إعلانات; اعلان; محتوى برعاية; مادة إعلانية; اقرأ المزيد; تابع القراءة; شارك;
مشاركة; شارك المقال; طباعة; التعليقات; اترك تعليقا; أضف تعليقا; مقالات ذات صلة; أنت تقرأ; اشترك;
اشترك الآن; تسجيل الدخول; العودة إلى الأعلى; انتقل إلى المحتوى; قبول الكل; رفض الكل;
جميع الحقوق محفوظة; المصدر; الأكثر قراءة; كتب بواسطة; اقرأ أيضا; اقرأ أيضًا; reklam; reklamlar;
ilan; sponsorlu içerik; devamını oku; devamını okuyun; daha fazla oku; paylaş; bu haberi paylaş;
yazdır; yorumlar; yorum yap; yorum yaz; ilgili haberler; ilgili yazılar; okuduğunuz yazı;
şu anda okuyorsunuz; abone ol; giriş yap; üye ol; içeriğe geç; yukarı çık; tümünü kabul et;
tümünü reddet; tüm hakları saklıdır; kaynak; en çok okunanlar; yazan; 광고; 스폰서; 더 보기; 계속 읽기; 공유;
공유하기; 인쇄; 댓글; 댓글 쓰기; 관련 기사; 구독; 구독하기; 로그인; 회원가입; 맨 위로; 본문 바로가기; 모두 수락; 모두 거부; 무단 전재 및 재배포 금지; 출처;
많이 본 뉴스; विज्ञापन; और पढ़ें; आगे पढ़ें; शेयर करें; साझा करें; टिप्पणियाँ; संबंधित लेख;
सदस्यता लें; लॉग इन; सर्वाधिकार सुरक्षित; स्रोत; यह भी पढ़ें; διαφήμιση; διαφημίσεις;
διαβάστε περισσότερα; κοινοποίηση; σχόλια; σχετικά άρθρα; εγγραφή; σύνδεση; πηγή; διαβάζετε;
διαβάστε επίσης; με την επιφύλαξη παντός δικαιώματος; פרסומת; תוכן ממומן; קרא עוד; קראו עוד; שתף;
שתפו; תגובות; כתבות נוספות; הירשם; התחבר; כל הזכויות שמורות; מקור; קראו גם; โฆษณา; อ่านเพิ่มเติม;
อ่านต่อ; แชร์; ความคิดเห็น; บทความที่เกี่ยวข้อง; สมัครสมาชิก; เข้าสู่ระบบ; สงวนลิขสิทธิ์;
แหล่งที่มา; annons; läs mer; dela; kommentarer; relaterade artiklar; prenumerera; logga in; källa;
läs också; læs mere; relaterede artikler; abonner; log ind; kilde; læs også; annonsørinnhold;
les mer; les også; reklame; mainos; lue lisää; jaa; kommentit; tilaa; kirjaudu; lähde; lue myös;
inzerce; číst dále; sdílet; komentáře; související články; přihlásit se; zdroj; čtěte také;
hirdetés; tovább olvasom; megosztás; hozzászólások; kapcsolódó cikkek; feliratkozás;
bejelentkezés; forrás; publicitate; citește mai mult; distribuie; comentarii; articole similare;
abonează-te; sursă; citește și; quảng cáo; đọc thêm; chia sẻ; bình luận; bài viết liên quan;
đăng ký; đăng nhập; nguồn; xem thêm; iklan; baca selengkapnya; bagikan; komentar; artikel terkait;
berlangganan; masuk; sumber; baca juga; آگهی; تبلیغات; ادامه مطلب; اشتراک گذاری; نظرات;
مطالب مرتبط; ورود; منبع; بیشتر بخوانید
"""
"""Labels that are boilerplate when they are the whole line."""

BYLINES = """
written by; posted by; about the author; author; geschrieben von; verfasst von; autor; autorin;
über den autor; über die autorin; rédigé par; écrit par; publié par; auteur; à propos de l'auteur;
escrito por; publicado por; autora; sobre el autor; sobre la autora; scritto da; pubblicato da;
autore; autrice; l'autore; sobre o autor; geschreven door; over de auteur; napisał; napisała;
o autorze; автор; автор статьи; об авторе; автор статті; про автора; 作者; 作者简介; 关于作者; 撰文;
この記事を書いた人; 著者; 執筆者; بقلم; عن الكاتب; الكاتب; كتب بواسطة; yazan; yazar; yazar hakkında; 글쓴이; 작성자;
लेखक; συντάκτης; מאת; ผู้เขียน; skriven av; skrevet af; skrevet av; autor článku; szerző;
despre autor; tác giả; penulis; نویسنده
"""
"""Labels before the name of an author."""

STRIP_LABELS = """
tags; tag; filed under; posted in; schlagwörter; schlagworte; étiquettes; mots-clés; etiquetas;
trefwoorden; tagi; теги; метки; 标签; 標籤; タグ; الوسوم; etiketler; 태그; टैग; ετικέτες; תגיות; แท็ก;
taggar; štítky; címkék
"""
"""Labels before a list of tags."""

HOMES = """
home; home page; startseite; accueil; inicio; início; strona główna; главная; головна; 首页; 首頁;
ホーム; トップ; الرئيسية; anasayfa; ana sayfa; 홈; होम; αρχική; ראשי; หน้าแรก; hem; forside; etusivu;
domů; acasă; trang chủ; beranda
"""
"""Names of the first page in a path of pages."""

CREDITS = """
foto; photo; fotos; photos; bild; bilder; image; images; photograph; photographie; crédit;
crédits; credit; credits; crédito; créditos; bildnachweis; fotografie; fotografia; fotografía;
fotoğraf; görsel; zdjęcie; zdjęcia; fot; imagen; immagine; imagem; beeld; фото; снимок; світлина;
图; 图片; 圖; 圖片; 图源; 写真; 画像; 撮影; صورة; الصورة; تصوير; عکس; 사진; चित्र; फोटो; φωτογραφία; צילום; ภาพ;
kuva; ảnh; gambar; fotó
"""
"""Labels before the name of a photographer."""

AGENCIES = """
dpa; afp; reuters; ap; apa; ats; sda; ansa; efe; lusa; belga; anp; pap; tass; interfax; xinhua;
kyodo; jiji; aa; upi; ddp; epd; kna; spa; mti; ctk; čtk; tasr; unian; bloomberg
"""
"""News agencies."""

AGENCY_WORDS = """
mit; material; von; der; des; und; agenturmaterial; avec; l'; par; le; la; les; et; de; d';
source; with; by; and; from; con; da; di; e; a; por; com; do; met; van; en; z; materiałów; na;
podstawie; по; материалам; ve; ile; via; additional; reporting; text; text:; red;
nachrichtenagentur; agence; agencia; agenzia; agência; agency
"""
"""Words that join names of news agencies in a credit."""

NETWORKS = """
facebook; twitter; x; linkedin; whatsapp; instagram; pinterest; youtube; telegram; reddit; tiktok;
xing; email; e-mail; mail; vk; вконтакте; weibo; 微博; 微信; line; facebook-messenger; messenger;
flipboard; pocket; tumblr; rss; threads; mastodon; bluesky
"""
"""Networks that a page is shared on."""

NOTICES = """
we use cookies; this site uses cookies; this website uses cookies; our site uses cookies;
our website uses cookies; by continuing to use this; by continuing to browse; wir verwenden cookies;
wir nutzen cookies; diese seite verwendet cookies; diese website verwendet cookies;
diese webseite verwendet cookies; diese website nutzt cookies; unsere website verwendet cookies;
nous utilisons des cookies; ce site utilise des cookies; utilizamos cookies; usamos cookies;
este sitio utiliza cookies; este sitio web utiliza cookies; este sitio usa cookies;
este site utiliza cookies; este site usa cookies; utilizziamo i cookie; utilizziamo cookie;
usiamo i cookie; questo sito utilizza i cookie; questo sito utilizza cookie; wij gebruiken cookies;
we gebruiken cookies; deze site gebruikt cookies; deze website gebruikt cookies;
ta strona używa plików cookie; ta strona używa cookies; ta strona korzysta z plików cookie;
ten serwis używa plików cookie; używamy plików cookie; мы используем файлы cookie; мы используем cookie;
мы используем куки; этот сайт использует файлы cookie; этот сайт использует cookie;
наш сайт использует файлы cookie; ми використовуємо файли cookie; цей сайт використовує файли cookie;
本网站使用cookie; 本网站使用 cookie; 我们使用cookie; 我们使用 cookie; 本網站使用cookie; 本網站使用 cookie;
当サイトではcookieを使用; 当サイトではクッキーを使用; このサイトではcookieを使用; このサイトはcookieを使用;
本サイトではcookieを使用; 本サイトではクッキーを使用; نستخدم ملفات تعريف الارتباط; يستخدم هذا الموقع ملفات تعريف الارتباط;
يستخدم الموقع ملفات تعريف الارتباط; bu site çerez; bu web sitesi çerez; sitemizde çerez; çerezleri kullan;
이 사이트는 쿠키를 사용; 당사는 쿠키를 사용; χρησιμοποιούμε cookies; αυτός ο ιστότοπος χρησιμοποιεί cookies;
vi använder cookies; vi bruger cookies; vi bruker informasjonskapsler; käytämme evästeitä;
používáme soubory cookie; sütiket használunk; folosim cookie; chúng tôi sử dụng cookie; kami menggunakan cookie;
हम कुकीज़ का उपयोग; เว็บไซต์นี้ใช้คุกกี้; אתר זה משתמש בעוגיות; ما از کوکی
"""
"""Beginnings of notices about cookies."""

READ_ALSO = """
read also; read more; read next; see also; lesen sie auch; mehr zum thema; lesen sie mehr; lire aussi;
à lire aussi; lire également; lee también; lea también; leggi anche; leia também; lees ook; czytaj także;
czytaj też; czytaj również; читайте также; читайте також; 相关阅读; 延伸阅读; 延伸閱讀; 関連記事; あわせて読みたい;
اقرأ أيضا; اقرأ أيضًا; ayrıca okuyun; 관련 기사; 관련기사; यह भी पढ़ें; διαβάστε επίσης; קראו גם; อ่านเพิ่มเติม;
läs också; læs også; les også; lue myös; čtěte také; olvassa el; citește și; đọc thêm; baca juga; بیشتر بخوانید;
learn more; find out more; mehr erfahren; mehr dazu; en savoir plus; saber más; más información;
per saperne di più; scopri di più; saiba mais; lees meer; meer weten; dowiedz się więcej; zobacz także;
zobacz też; узнать больше; подробнее; дізнатися більше; 了解更多; もっと詳しく; اعرف المزيد; devamını oku; 더 알아보기;
और जानें; μάθετε περισσότερα; למידע נוסף; ดูเพิ่มเติม; läs mer; læs mere; les mer; zjistit více
"""
"""Beginnings of a line, with a colon after them, that points to another article."""

FOLLOW = """
share on; share via; auf facebook teilen; auf twitter teilen; partager sur; compartir en; condividi su;
compartilhar no; compartilhe no; delen op; deel op; udostępnij na; поделиться в; поділитися в; follow us on;
folgen sie uns auf; folge uns auf; suivez-nous sur; síguenos en; seguici su; siga-nos no; siga-nos nas;
volg ons op; śledź nas na; obserwuj nas na; подписывайтесь на нас; 关注我们; 關注我們; 私たちをフォロー; تابعونا على;
bizi takip edin; 팔로우하기; subscribe to our newsletter; sign up for our newsletter; join our newsletter;
abonnieren sie unseren newsletter; newsletter abonnieren; abonnez-vous à notre newsletter;
inscrivez-vous à notre newsletter; inscrivez-vous à la newsletter; suscríbete a nuestro newsletter;
suscríbete a nuestra newsletter; suscríbete a nuestro boletín; iscriviti alla newsletter;
iscriviti alla nostra newsletter; assine a nossa newsletter; assine nossa newsletter;
schrijf je in voor onze nieuwsbrief; zapisz się do newslettera; подпишитесь на рассылку;
subscribe to our channel; подписывайтесь на наш канал; bültenimize abone olun; اشترك في النشرة البريدية
"""
"""Beginnings of a short line that asks to share, follow or subscribe."""

RIGHTS = """
all rights reserved; alle rechte vorbehalten; tous droits réservés; todos los derechos reservados;
tutti i diritti riservati; todos os direitos reservados; alle rechten voorbehouden;
wszelkie prawa zastrzeżone; все права защищены; усі права захищені; tüm hakları saklıdır;
جميع الحقوق محفوظة; 版权所有; 版權所有; 無断転載; 무단 전재; सर्वाधिकार सुरक्षित; כל הזכויות שמורות
"""
"""Words of a claim of copyright."""

COUNTED = """
comment; comments; share; shares; like; likes; view; views; kommentar; kommentare; commentaire;
commentaires; comentario; comentarios; commento; commenti; comentário; comentários; reactie; reacties;
komentarz; komentarze; komentarzy; комментарий; комментария; комментариев; коментарів; 条评论; 則評論;
件のコメント; コメント; تعليق; تعليقات; yorum; 댓글; min read; minute read; minutes read; mins read
"""
"""What is counted in a line that holds nothing but a number and a word."""

READING_TIMES = """
reading time; read time; lesezeit; lesedauer; temps de lecture; durée de lecture; tiempo de lectura;
tempo di lettura; tempo de leitura; leestijd; czas czytania; время чтения; час читання; 阅读时间; 閱讀時間;
読了時間; مدة القراءة; وقت القراءة; okuma süresi; 읽는 시간; χρόνος ανάγνωσης; lästid; læsetid; lesetid; lukuaika
"""
"""Labels before the minutes that an article takes to read."""

SOURCES = """
source; sources; via; link; links; quelle; quellen; fuente; fuentes; fonte; fonti; fontes; bron; bronnen;
źródło; źródła; источник; джерело; 来源; 來源; 出典; المصدر; kaynak; 출처; स्रोत; πηγή; מקור; read more; mehr;
en savoir plus; källa; kilde; lähde; zdroj; forrás; sursă; nguồn; sumber; منبع; ที่มา
"""
"""Labels before the address that a text was taken from."""
