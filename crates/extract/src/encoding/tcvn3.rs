//! TCVN 5712 VN3 ("ABC"): one byte a letter, as the `.Vn…` fonts draw them.
//!
//! Capitals with tones do not exist; fonts whose name ends in H draw the codes of small letters as capitals.
//! The ư is the byte AD, which is the soft hyphen elsewhere.

/// Letters by byte from A1 to FE; a space where VN3 has none. The table is that of the standard.
const LETTERS: &str = concat!(
    "ĂÂÊÔƠƯĐăâêôơưđ ",  // A1
    "     àảãáạ ằẳẵắ ", // B0
    "      ặầẩẫấậè ẻẽ", // C0
    "éẹềểễếệìỉ   ĩíịò", // D0
    " ỏõóọồổỗốộờởỡớợù", // E0
    " ủũúụừửữứựỳỷỹýỵ",  // F0
);

/// The letter that a byte draws.
pub(super) fn letter(byte: u8) -> Option<char> {
    let at = usize::from(byte.checked_sub(0xa1)?);
    LETTERS.chars().nth(at).filter(|c| *c != ' ')
}

/// Whether no Unicode text has the code inside a word: the signs of Latin-1.
pub(super) fn is_telling(byte: u8) -> bool {
    byte < 0xc0
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn every_letter_stands_where_the_standard_puts_it() {
        let expect = [
            (0xa1, 'Ă'),
            (0xa7, 'Đ'),
            (0xa8, 'ă'),
            (0xad, 'ư'),
            (0xae, 'đ'),
            (0xb5, 'à'),
            (0xb6, 'ả'),
            (0xb7, 'ã'),
            (0xb8, 'á'),
            (0xb9, 'ạ'),
            (0xbb, 'ằ'),
            (0xbe, 'ắ'),
            (0xc6, 'ặ'),
            (0xcb, 'ậ'),
            (0xcc, 'è'),
            (0xce, 'ẻ'),
            (0xcf, 'ẽ'),
            (0xd0, 'é'),
            (0xd6, 'ệ'),
            (0xd7, 'ì'),
            (0xd8, 'ỉ'),
            (0xdc, 'ĩ'),
            (0xdd, 'í'),
            (0xde, 'ị'),
            (0xdf, 'ò'),
            (0xe1, 'ỏ'),
            (0xe2, 'õ'),
            (0xe4, 'ọ'),
            (0xe9, 'ộ'),
            (0xee, 'ợ'),
            (0xef, 'ù'),
            (0xf1, 'ủ'),
            (0xf4, 'ụ'),
            (0xf9, 'ự'),
            (0xfd, 'ý'),
            (0xfe, 'ỵ'),
        ];
        for (byte, c) in expect {
            assert_eq!(letter(byte), Some(c), "{byte:x}");
        }
        assert_eq!((0..=255).filter_map(letter).count(), 74);
        for byte in [
            0x41, 0xa0, 0xaf, 0xb0, 0xba, 0xbf, 0xc5, 0xcd, 0xda, 0xe0, 0xf0, 0xff,
        ] {
            assert_eq!(letter(byte), None, "{byte:x}");
        }
    }
}
