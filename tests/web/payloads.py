"""Hostile texts: as file name, title, text, question or model output none may run or fetch anything."""

HOST = "http://198.51.100.7"
"""An address of a block kept for documentation: nothing of it is ever reachable."""

MARKUP = [
    "<script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=1">',
    f"<img src={HOST}/pixel.png>",
    "<svg onload=window.hacked=1>",
    "<svg><script>window.hacked=1</script></svg>",
    "<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s>",
    '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
    f"<iframe src={HOST}/></iframe>",
    "<body onload=window.hacked=1>",
    "<details open ontoggle=window.hacked=1>",
    "<input autofocus onfocus=window.hacked=1>",
    "<video><source onerror=window.hacked=1></video>",
    f"<video poster={HOST}/poster.png></video>",
    "<math><mtext></p><img src=x onerror=window.hacked=1></mtext></math>",
    '<a href="javascript:window.hacked=1">click</a>',
    f"<link rel=stylesheet href={HOST}/style.css>",
    f"<style>@import url({HOST}/style.css)</style>",
    f'<div style="background:url({HOST}/back.png)">',
    f"<base href={HOST}/>",
    f'<meta http-equiv=refresh content="0;url={HOST}/">',
    f"<form action={HOST}/><button>send</button></form>",
    f"<object data={HOST}/object></object>",
    "<template><img src=x onerror=window.hacked=1></template>",
    "</textarea><img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    '"><img src=x onerror=window.hacked=1>',
    "' onmouseover='window.hacked=1",
    '" autofocus onfocus="window.hacked=1',
    "--><img src=x onerror=window.hacked=1>",
    "]]><img src=x onerror=window.hacked=1>",
    "&lt;img src=x onerror=window.hacked=1&gt;",
    "&#60;img src=x onerror=window.hacked=1&#62;",
    "<scr<script>ipt>window.hacked=1</scr</script>ipt>",
    "<\x00script>window.hacked=1</script>",
    "＜script＞window.hacked=1＜/script＞",
]
TEMPLATES = [
    "${window.hacked=1}",
    "${(() => { window.hacked = 1 })()}",
    "`;window.hacked=1;`",
    "\\`${window.hacked=1}\\`",
    "{{constructor.constructor('window.hacked=1')()}}",
    "{{{value}}}",
    "{{#with this}}{{lookup . 'constructor'}}{{/with}}",
    "@children",
    "{n} {title} {question} {0}",
    "%(n)s %s",
]
LINKS = [
    f"![x]({HOST}/pixel.png)",
    f"[click]({HOST}/?q=secret)",
    f"![x][1]\n\n[1]: {HOST}/reference.png",
    f"<{HOST}/auto>",
    "[click](javascript:window.hacked=1)",
    f"$\\href{{{HOST}}}{{x}}$ $$\\includegraphics{{{HOST}/tex.png}}$$",
    f'```mermaid\nclick A "{HOST}"\n```',
    "data:text/html,<script>window.hacked=1</script>",
]
ORDER = [
    "report\u202efdp.exe",
    "\u2067evil\u2066 [1]",
    "[\u06f1] [１] [1",
    "раура1.com",
    "a\u0000b\u001b[31mred",
    "\ud83d\ude08".encode("utf-16", "surrogatepass").decode("utf-16") * 40,
]
PAYLOADS = MARKUP + TEMPLATES + LINKS + ORDER
