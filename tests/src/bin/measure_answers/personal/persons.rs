//! Invented persons and the questions that name them.

use std::ops::Range;

use answer::personal::PersonalKind;
use tests::Chance;

use super::templates::{HELD_OUT, TUNED};

/// A question with the places of the personal data in it.
pub(crate) struct Question {
    pub(crate) text: String,
    pub(crate) pieces: Vec<(PersonalKind, Range<usize>)>,
}

/// Names that the rules' author looked at, and others.
const SURNAMES: [&str; 2] = [
    "Nguyễn; Trần; Lê; Phạm; Hoàng; Vũ; Võ; Đặng; Bùi; Đỗ; Lý; Phan; Nguyễn; Trần; Lê; Phạm; Huỳnh; \
     Phan; Võ; Ngô; Dương; Đinh; Trịnh; Mai; Đoàn; Tạ; Hà; Lương; Cao; Chu; Thái; Quách; Lò; Vàng; Nông; \
     Thạch; Kiều; Nguyễn; Nguyễn; Trần; Lê; Phạm; Hồ; Đặng; Vũ; Hứa; Tống; Phùng; Lưu; La; Diệp; Giàng; \
     Bế; Trương; Tô; Âu; Kim; Bùi; Đàm; Cù; Triệu; Sầm; Nguyễn; Nguyễn; Nguyễn; Trần; Trần; Lê; Lê; \
     Phạm; Huỳnh; Phan; Đinh; Mạc; Đỗ; Hoàng; Ninh; Bàn; Lục; Thân; Khuất; Chử; Điêu; Lâm; Danh; Từ",
    "Nguyễn; Nguyễn; Trần; Lê; Phạm; Hoàng; Vũ; Ngô; Đỗ; Tăng; Lương; Văn; Viên; Tòng; Hà; Mã; Phó; \
     Giáp; Bùi; Vi",
];
const MIDDLES: [&str; 2] = [
    "Văn; Thị; Minh; Thị Ngọc; Đức; Hữu; Văn; Thị; Thị Thanh; Quang; Xuân; Đình; Thị Mỹ; Trọng; Bá; \
     Ngọc; Hoài; Thế; Văn; Thị; Thị Hồng; Hồng; Tấn; Công; Thị Bích; Phương; Duy; Anh; Nhật; Thị Kim; \
     Hải; Mạnh; Văn; Thị; Văn; Thị; Thị Minh; Đăng; Thị Thu; Ngọc; Hoàng; Thành; Gia; Khánh; Thị Phương; \
     Việt; Chí",
    "Văn; Thị; Thị Ánh; Đức; Tuấn; Thị Ngọc; Minh; Phú; Thị Hoài; Thị Lệ; Hoàng; Trung; Vĩnh",
];
const GIVEN: [&str; 2] = [
    "An; Bình; Hùng; Hoa; Lan; Tuấn; Dũng; Mai; Hương; Phúc; Nam; Khởi; Thủy; Quyên; Đạt; Nhung; Tiến; \
     Sáu; Loan; Thắng; Vy; Giàu; Nhàn; Toản; Hậu; Ánh; Phượng; Lực; Cường; Hiếu; Yến; Chín; Trinh; Duẩn; \
     Khang; Ngân; Quốc; Trâm; Hiển; Sửu; Nguyệt; Tường; Khoa; Thơm; Lài; Đông; Nghĩa; Bé; Thúy; Rớt; \
     Hòa; Kiên; My; Quý; Sơn; Xuân; Lượng; Tâm; Út; Diễm; Ngoan; Trường; Hằng; Lợi; Nga; Phong; Thảo; \
     Bảo; Gấm; Cảnh; Mùi; Toàn; Dần; Huệ; Vinh; Luyến; Oanh; Đại; Tý; Sang; Hiền; Nhẫn; Quỳnh; Thạch; \
     Vững; Chiến; Tuyết; Lành; Kỳ",
    "Hưng; Dung; Thái; Liên; Lộc; Huyền; Tín; Chung; Đào; Khuê; Mạnh; Thoa; Tư; Năm; Tùng; Uyên; Đức; \
     Hạnh; Nghị; Bích; Việt; Trúc; Sen; Phước",
];
const PLACES: [&str; 2] = [
    "thôn Đồng Mẫu, xã Hòa Mẫu; số nhà 12 đường Lê Lợi, phường Mẫu; ấp 3, xã Tân Mẫu, tỉnh Mẫu; \
     tổ 5, phường Đồng Mẫu; xóm 7, xã Yên Mẫu, tỉnh Sông Mẫu; \
     số nhà 45/2 đường Trần Phú, phường Sông Mẫu; thôn Bình An, xã Mẫu Sơn; ấp Phú Lợi, xã An Mẫu; \
     khu phố 4, phường Mẫu Đông; buôn Ea Mẫu, xã Cư Mẫu; số 8 ngõ 15 phố Hàng Mẫu, phường Cửa Mẫu; \
     tổ dân phố số 9, thị trấn Mẫu Thượng; bản Nà Mẫu, xã Mường Mẫu, tỉnh Mẫu Biên; \
     hẻm 25 đường Nguyễn Trãi, quận Mẫu; thôn 2, xã Đăk Mẫu, tỉnh Mẫu Nguyên; \
     số nhà 101 đường Hùng Vương, phường Mẫu Tây; xóm Chùa, xã Mẫu Lộc; ấp Bình Thạnh 1, xã Mẫu Trung; \
     khóm 6, phường Mẫu Bắc, tỉnh Mẫu Giang; 12A đường Lý Thường Kiệt, phường Mẫu Nam; \
     làng Mẫu Hạ, xã Mẫu Tiến; bản Pá Mẫu, xã Mẫu Lay; ngõ 34 phố Chợ Mẫu, phường Mẫu Cầu; \
     tổ 17, khu phố 2, phường Mẫu Phước; thôn Trung, xã Mẫu Hải, tỉnh Mẫu Trị; \
     số nhà 7 đường Quang Trung, phường Mẫu Hòa; xóm 12, xã Mẫu Thành; \
     ấp Tân Hưng, xã Mẫu Quới, tỉnh Mẫu Tháp; số 23/4 đường Cách Mạng, phường Mẫu Lạc; \
     tổ dân phố 3, phường Mẫu Sài; bản Huổi Mẫu, xã Mẫu Sơn; làng Kon Mẫu, xã Mẫu Rông; \
     hẻm 10 đường Lê Hồng Phong, phường Mẫu Bình; khối 5, phường Mẫu Vinh",
    "thôn Nà Mẫu, xã Mẫu Lâm, tỉnh Mẫu Quang; số nhà 88 đường Trần Hưng Đạo, phường Mẫu Thủy; \
     tổ 3, ấp 2, xã Mẫu An; xóm Đình, xã Mẫu Xuân; đường số 5, khu phố 1, phường Mẫu Thới; \
     bản Mẫu Phìn, xã Mẫu Sa; số 19 phố Hàng Mẫu, phường Mẫu Kiếm; thôn 10, xã Ea Mẫu",
];
const PROVINCES: [&str; 12] = [
    "001", "079", "038", "040", "092", "096", "024", "031", "048", "066", "014", "087",
];

/// A person of whom any piece can be asked.
struct Person<'a> {
    chance: &'a mut Chance,
    set: usize,
}

impl Person<'_> {
    fn of<'b>(&mut self, list: &'b [&'b str]) -> &'b str {
        list[self.chance.below(list.len() as u64) as usize]
    }

    /// One of the list of its set; they are parted by semicolons.
    fn listed(&mut self, lists: [&'static str; 2]) -> &'static str {
        let list: Vec<&str> = lists[self.set].split("; ").collect();
        list[self.chance.below(list.len() as u64) as usize]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.chance.below(10) as u8))
            .collect()
    }

    /// Parted into groups of these sizes.
    fn parted(digits: &str, sizes: &[usize], separator: &str) -> String {
        let (mut groups, mut from) = (Vec::new(), 0);
        for size in sizes {
            groups.push(&digits[from..from + size]);
            from += size;
        }
        groups.push(&digits[from..]);
        groups.retain(|group| !group.is_empty());
        groups.join(separator)
    }

    fn piece(&mut self, slot: &str) -> (PersonalKind, String) {
        use PersonalKind as Kind;
        let style = self.chance.below(6);
        match slot {
            "cccd" => {
                let century = self.chance.below(4);
                let year = self.digits(2);
                let number = format!("{}{century}{year}{}", self.of(&PROVINCES), self.digits(6));
                let written = match style {
                    0 => Self::parted(&number, &[3, 3, 3], " "),
                    1 => Self::parted(&number, &[3, 3, 3], "."),
                    2 => Self::parted(&number, &[4, 4], " "),
                    _ => number,
                };
                (Kind::CitizenNumber, written)
            }
            "cmnd" => {
                let number = format!("{}{}7", 1 + self.chance.below(3), self.digits(7));
                let written = if style == 0 {
                    Self::parted(&number, &[3, 3], " ")
                } else {
                    number
                };
                (Kind::OldIdentityNumber, written)
            }
            "phone" => {
                let head = self
                    .of(&["91", "98", "35", "70", "86", "90", "38", "79", "56", "93"])
                    .to_owned();
                let rest = format!("{head}{}", self.digits(7));
                let land = self.of(&["24", "28"]).to_owned() + &self.digits(8);
                let written = match self.chance.below(9) {
                    0 => format!("+84{rest}"),
                    1 => format!("+84 {}", Self::parted(&rest, &[3, 3], " ")),
                    2 => Self::parted(&format!("0{rest}"), &[4, 3], "."),
                    3 => Self::parted(&format!("0{rest}"), &[4, 3], " "),
                    4 => Self::parted(&format!("0{rest}"), &[3, 3], "-"),
                    5 => format!("(0{}) {}", &land[..2], Self::parted(&land[2..], &[4], " ")),
                    6 => format!("84{rest}"),
                    _ => format!("0{rest}"),
                };
                (Kind::Phone, written)
            }
            "account" => {
                let length = 9 + self.chance.below(6) as usize;
                let number = format!("{}{}3", 1 + self.chance.below(9), self.digits(length));
                let written = if style == 0 {
                    Self::parted(&number, &[4, 4], " ")
                } else {
                    number
                };
                (Kind::Account, written)
            }
            "tax" => {
                let number = loop {
                    let nine = format!(
                        "{}{}",
                        self.of(&["01", "03", "80", "84", "37"]),
                        self.digits(7)
                    );
                    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
                    let sum: u32 = nine
                        .bytes()
                        .zip(weights)
                        .map(|(d, w)| u32::from(d - b'0') * w)
                        .sum();
                    let check = 10 - sum % 11;
                    if check < 10 {
                        break format!("{nine}{check}");
                    }
                };
                let written = if style < 2 {
                    format!("{number}-00{}", 1 + self.chance.below(9))
                } else {
                    number
                };
                (Kind::TaxCode, written)
            }
            "plate" => {
                let head = format!("{}", 11 + self.chance.below(88));
                let letter = self.of(&["A", "C", "F", "K", "H"]).to_owned();
                let five = self.digits(5);
                let written = match style {
                    0 => format!("{head}{letter}-{}.{}", &five[..3], &five[3..]),
                    1 => format!("{head}{letter}{five}"),
                    2 => format!("{head}{letter}-{five}"),
                    3 => format!("{head}-{letter}1 {}.{}", &five[..3], &five[3..]),
                    4 => format!(
                        "{head}{letter}{} {}.{}",
                        1 + self.chance.below(9),
                        &five[..3],
                        &five[3..]
                    ),
                    _ => format!("{head}{letter} {}.{}", &five[..3], &five[3..]),
                };
                (Kind::Plate, written)
            }
            "mail" => {
                let name = self
                    .of(&["hoa.tran", "nguyenhung", "le_van_nam", "mai-1987", "pvb"])
                    .to_owned();
                let host = self.of(&["vidu.vn", "mau.gov.vn", "example.com", "thu.vidu.com.vn"]);
                (
                    Kind::Mail,
                    format!("{name}{}@{host}", self.chance.below(99)),
                )
            }
            "passport" => {
                let letter = self.of(&["B", "C", "N", "P", "K"]).to_owned();
                let length = if letter == "P" { 8 } else { 7 };
                (Kind::Passport, format!("{letter}{}", self.digits(length)))
            }
            "bhxh" => (Kind::SocialInsurance, format!("0{}", self.digits(9))),
            "bhyt" => {
                let head = self.of(&["DN", "GD", "HX", "TE", "HT", "CH"]).to_owned();
                let number = format!("{}{}", 1 + self.chance.below(5), self.digits(12));
                let written = if style < 2 {
                    format!("{head} {}", Self::parted(&number, &[1, 2, 2, 3], " "))
                } else {
                    format!("{head}{number}")
                };
                (Kind::HealthInsurance, written)
            }
            "name" => {
                let name = format!(
                    "{} {} {}",
                    self.listed(SURNAMES),
                    self.listed(MIDDLES),
                    self.listed(GIVEN)
                );
                (Kind::Name, name)
            }
            "birth" => {
                let (day, month, year) = (
                    1 + self.chance.below(28),
                    1 + self.chance.below(12),
                    1940 + self.chance.below(80),
                );
                let written = match style {
                    0 => format!("{day:02}-{month:02}-{year}"),
                    1 => format!("{day} tháng {month} năm {year}"),
                    _ => format!("{day:02}/{month:02}/{year}"),
                };
                (Kind::Birth, written)
            }
            "year" => (Kind::Birth, (1940 + self.chance.below(80)).to_string()),
            "address" => (Kind::Address, self.listed(PLACES).to_owned()),
            other => panic!("no such slot: {other}"),
        }
    }
}

/// How a question is typed.
fn typed(text: &str, writing: usize) -> String {
    match writing {
        1 => text.to_lowercase(),
        2 => legal::unaccent(text).to_lowercase(),
        3 => legal::unaccent(text),
        4 => text.to_uppercase(),
        _ => text.to_owned(),
    }
}

/// Questions of a set of templates.
pub(crate) fn questions(chance: &mut Chance, held_out: bool, each: usize) -> Vec<Question> {
    let templates = if held_out { HELD_OUT } else { TUNED };
    let mut questions = Vec::new();
    for template in templates {
        for n in 0..each {
            // Half as it is written in an office, the rest as people type.
            let writing = [0, 0, 1, 2, 0, 3, 0, 0, 1, 2, 0, 4][n % 12];
            let mut question = Question {
                text: String::new(),
                pieces: Vec::new(),
            };
            let mut person = Person {
                chance,
                set: usize::from(held_out),
            };
            for (at, part) in template.split(['{', '}']).enumerate() {
                let (kind, words) = match at % 2 {
                    0 => (None, part.to_owned()),
                    _ => {
                        let (kind, words) = person.piece(part);
                        (Some(kind), words)
                    }
                };
                let words = typed(&words, writing);
                let range = question.text.len()..question.text.len() + words.len();
                question.text.push_str(&words);
                question.pieces.extend(kind.map(|kind| (kind, range)));
            }
            questions.push(question);
        }
    }
    questions
}
