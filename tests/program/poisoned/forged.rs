//! Consolidated texts that nobody issued, loaded beside the act that they say they put together (T36): none goes before
//! the act, none is cited as law, each is told apart wherever it is shown. A true one goes on standing for its act.

use serde_json::Value;
use tests::{Program, get};

use super::super::DAY;

/// What the act says, article by article, and what somebody asks about it.
const ARTICLES: [(&str, &str, &str); 4] = [
    (
        "Lệ phí qua phà",
        "Hành khách qua phà nộp lệ phí 12.000 đồng cho mỗi lượt; trẻ em dưới 06 tuổi không phải nộp lệ phí.",
        "lệ phí qua phà cho mỗi lượt là bao nhiêu",
    ),
    (
        "Thời hạn cấp biển số bè nuôi cá",
        "Ủy ban nhân dân cấp xã cấp biển số bè nuôi cá trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        "thời hạn cấp biển số bè nuôi cá",
    ),
    (
        "Điều kiện mở bến thuyền",
        "Chủ bến chỉ được mở bến thuyền khi có phao cứu sinh cho mọi hành khách, trừ bến của hộ gia đình.",
        "điều kiện mở bến thuyền",
    ),
    (
        "Mức phạt buộc bè sai nơi",
        "Phạt tiền từ 1.000.000 đồng đến 2.000.000 đồng đối với hành vi buộc bè nuôi cá ngoài nơi quy định.",
        "mức phạt buộc bè nuôi cá sai nơi quy định",
    ),
];

/// What a forger changes in each of them, one text for each row.
const FORGED: [[(&str, &str); 4]; 4] = [
    [
        ("12.000", "92.000"),
        ("05 ngày làm việc", "45 ngày làm việc"),
        ("phao cứu sinh", "giấy giới thiệu"),
        ("từ 1.000.000", "từ 11.000.000"),
    ],
    [
        ("không phải nộp", "phải nộp"),
        ("cấp xã cấp", "cấp tỉnh cấp"),
        ("chỉ được mở", "được mở"),
        ("ngoài nơi quy định", "trong nơi quy định"),
    ],
    [
        ("; trẻ em dưới 06 tuổi không phải nộp lệ phí", ""),
        (" kể từ ngày nhận đủ hồ sơ", ", không cần hồ sơ"),
        (", trừ bến của hộ gia đình", ", kể cả bến của hộ gia đình"),
        ("đến 2.000.000 đồng", "đến 2.000.000 đồng và tịch thu bè"),
    ],
    [
        (
            "12.000 đồng cho mỗi lượt",
            "12.000 đồng cho mỗi lượt vào tài khoản của chủ bến",
        ),
        ("trong thời hạn", "sau khi nộp 500.000 đồng, trong thời hạn"),
        ("Chủ bến", "Người nước ngoài"),
        ("Phạt tiền", "Phạt tù và phạt tiền"),
    ],
];
const ACT: &str = "Nghị định số 981/2025/NĐ-CPMAU ngày 05 tháng 5 năm 2025 của Chính phủ Mẫu quy định về bến phà và bè nuôi cá";
/// A change that nobody made.
const INVENTED: &str = "Nghị định số 989/2026/NĐ-CPMAU ngày 05 tháng 3 năm 2026 của Chính phủ Mẫu sửa đổi, bổ sung một số điều của Nghị định số 981/2025/NĐ-CPMAU";
/// A change that is held: the fee of the first article.
const AMENDING: &str = "CHÍNH PHỦ MẪU\nSố: 982/2025/NĐ-CPMAU\nHà Nội, ngày 06 tháng 9 năm 2025\nNGHỊ ĐỊNH\nSửa đổi, bổ sung một số điều của Nghị định số 981/2025/NĐ-CPMAU\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\nĐiều 1. Sửa đổi Điều 1 Nghị định số 981/2025/NĐ-CPMAU như sau:\n“Điều 1. Lệ phí qua phà\nHành khách qua phà nộp lệ phí 15.000 đồng cho mỗi lượt; trẻ em dưới 06 tuổi không phải nộp lệ phí.”\nĐiều 2. Hiệu lực thi hành\nNghị định này có hiệu lực thi hành kể từ ngày 01 tháng 10 năm 2025.\n";

fn articles(changes: &[(&str, &str)]) -> String {
    let article = |(at, (heading, words, _)): (usize, &(&str, &str, &str))| {
        let words = changes
            .get(at)
            .map_or_else(|| (*words).to_owned(), |(old, new)| words.replace(old, new));
        format!("Điều {}. {heading}\n{words}\n", at + 1)
    };
    ARTICLES.iter().enumerate().map(article).collect()
}

fn act() -> String {
    format!(
        "CHÍNH PHỦ MẪU\nSố: 981/2025/NĐ-CPMAU\nHà Nội, ngày 05 tháng 5 năm 2025\nNGHỊ ĐỊNH\nQuy định về bến phà và bè nuôi cá\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\n{}Điều 5. Hiệu lực thi hành\nNghị định này có hiệu lực thi hành kể từ ngày 01 tháng 6 năm 2025.\n",
        articles(&[])
    )
}

/// A consolidated text with its number, what it says amended the act, and its articles.
fn consolidated(symbol: &str, amended_by: &str, articles: &str) -> String {
    format!(
        "BỘ MẪU\nNGHỊ ĐỊNH\nQuy định về bến phà và bè nuôi cá\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\n\n{ACT}, có hiệu lực kể từ ngày 01 tháng 6 năm 2025, được sửa đổi, bổ sung bởi:\n{amended_by}, có hiệu lực kể từ ngày 01 tháng 10 năm 2025.\nCăn cứ Luật Tổ chức chính quyền Mẫu số 900/2023/QHMAU;\nChính phủ Mẫu ban hành Nghị định quy định về bến phà và bè nuôi cá.\n{articles}Điều 5. Hiệu lực thi hành\nNghị định này có hiệu lực thi hành kể từ ngày 01 tháng 6 năm 2025.\nBỘ MẪU\nSố: {symbol}\nXÁC THỰC VĂN BẢN HỢP NHẤT\nHà Nội, ngày 20 tháng 5 năm 2026\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nTrần Thị Thử\n"
    )
}

struct Library {
    program: Program,
    folder: tempfile::TempDir,
}

impl Library {
    /// Holds the act and the one that amends it.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let program = Program::on(&folder.path().join("data"));
        let library = Self { program, folder };
        library.load("that.txt", &act());
        library.load("sua-doi.txt", AMENDING);
        library
    }

    fn load(&self, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).expect("a file can be written");
        self.program
            .run(&["ingest".as_ref(), file.as_os_str()])
            .success();
    }

    fn json(&self, command: &str, question: &str) -> Value {
        let told = self
            .program
            .run(&[command, question, "--on", DAY, "--json"]);
        told.json()
    }
}

fn is_consolidated(result: &Value) -> bool {
    result["document"]["kind"] == "Văn bản hợp nhất"
}

/// Every result, those that say the same as another included, in their order.
fn results(found: &Value) -> Vec<Value> {
    let all = found["results"].as_array().cloned().unwrap_or_default();
    let with_alike = |one: Value| {
        let alike = one["alike"].as_array().cloned().unwrap_or_default();
        [one].into_iter().chain(alike)
    };
    all.into_iter().flat_map(with_alike).collect()
}

/// Of one article: its number is the end of its key.
fn is_of(result: &Value, article: usize) -> bool {
    let key = result["article"].as_str().unwrap_or_default();
    key.ends_with(&format!("#{article}"))
}

/// T36: five forged texts and the questions that they aim at.
#[test]
fn a_forged_consolidated_text_goes_before_no_act_and_is_cited_as_no_law() {
    let library = Library::new();
    for (at, changes) in FORGED.iter().enumerate() {
        let amended_by = if at % 2 == 0 {
            INVENTED
        } else {
            "Nghị định số 982/2025/NĐ-CPMAU ngày 06 tháng 9 năm 2025 của Chính phủ Mẫu"
        };
        let text = consolidated(
            &format!("{}/VBHN-BMAU", 71 + at),
            amended_by,
            &articles(changes),
        );
        library.load(&format!("gia-{at}.txt"), &text);
    }
    // The fifth says nothing else than the act, under the number of a body that consolidates no decrees.
    let text = consolidated("75/VBHN-VPQH", INVENTED, &articles(&[]));
    library.load("gia-4.txt", &text);
    for (at, (_, _, question)) in ARTICLES.iter().enumerate() {
        let found = results(&library.json("search", question));
        let of_article = |one: &&Value| is_of(one, at + 1);
        let first = found.iter().find(of_article).expect("the article");
        assert!(!is_consolidated(first), "{question}: {found:#?}");
        let forged: Vec<&Value> = found
            .iter()
            .filter(of_article)
            .filter(|one| is_consolidated(one))
            .collect();
        assert!(!forged.is_empty(), "{question}: {found:#?}");
        for one in forged {
            assert!(one["unfounded"].is_string(), "{question}: {one:#}");
        }
        let answer = library.json("ask", question);
        let evidence = answer["evidence"].as_array().expect("evidence");
        let claims = answer["claims"].as_array().expect("claims");
        let mut of_act = 0;
        for claim in claims {
            let quotes = claim["quotes"].as_array().expect("quotes");
            let cited = |quote: &Value| {
                let number = quote["evidence"].as_u64().unwrap_or_default() as usize;
                is_consolidated(&evidence[number - 1])
            };
            if quotes.iter().any(cited) {
                assert_eq!(claim["verdict"], "partly", "{question}: {claim:#}");
            } else {
                of_act += usize::from(claim["verdict"] == "checked");
            }
        }
        assert!(of_act > 0, "{question}: {answer:#}");
    }
    // The page says so in every language.
    let served = library.program.serve(&[]);
    for (language, words) in [
        ("vi", "lời văn khác với văn bản được hợp nhất"),
        ("en", "its words are not those of its act"),
        ("fr", "ses mots ne sont ni ceux de l’acte"),
    ] {
        let path = format!("/tim?q=l%E1%BB%87+ph%C3%AD+qua+ph%C3%A0&on={DAY}&lang={language}");
        let page = get(&served.address, &path).expect("a page");
        assert!(page.body.contains(words), "{language}: {}", page.body);
    }
}

/// What a true one says was said by the act or by what amends it: it stands for its act as before.
#[test]
fn a_true_consolidated_text_stands_for_its_act() {
    let library = Library::new();
    let amended_by = "Nghị định số 982/2025/NĐ-CPMAU ngày 06 tháng 9 năm 2025 của Chính phủ Mẫu";
    let text = consolidated(
        "70/VBHN-BMAU",
        amended_by,
        &articles(&[("12.000", "15.000")]),
    );
    library.load("hop-nhat.txt", &text);
    for (at, (_, _, question)) in ARTICLES.iter().enumerate() {
        let found = results(&library.json("search", question));
        let marked = found.iter().filter(|one| one["unfounded"].is_string());
        assert_eq!(marked.count(), 0, "{question}: {found:#?}");
        let first = found.iter().find(|one| is_of(one, at + 1));
        let first = first.expect("the article");
        // Where a word was amended it goes before the act; where none was, the act is the law.
        assert_eq!(is_consolidated(first), at == 0, "{question}: {first:#}");
    }
}
