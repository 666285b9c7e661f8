//! Forms in which people type references, tried on a library of 65,000 articles: each must be read so.

use super::super::typed_citations;

/// What is nothing but references, and how the law writes them.
const WHOLE: [(&str, &str); 207] = [
    ("k2 đ7 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("K2 Đ7 NĐ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("nghị định 15", "Nghị định số 15"),
    ("điều 7 luật đất đai", "Điều 7 Luật Đất đai"),
    ("nđ145", "Nghị định số 145"),
    ("nđ145/2020", "Nghị định số 145/2020"),
    ("NĐ 145/2020", "Nghị định số 145/2020"),
    ("NĐ145/2020/NĐ-CP", "Nghị định số 145/2020/NĐ-CP"),
    ("nd145-2020", "Nghị định số 145/2020"),
    ("d7k2 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("đ7k2 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("k2đ7 nđ15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    (
        "khoản 2, điều 7 nghị định 15/2021",
        "khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    (
        "khoản 2, điều 7, nghị định 15/2021",
        "khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    ("dieu 7 luat dat dai", "Điều 7 Luật Đất đai"),
    ("luật đất đai 2013 điều 7", "Điều 7 Luật Đất đai năm 2013"),
    ("bộ luật lao động", "Bộ luật Lao động"),
    ("bo luat lao dong", "Bộ luật Lao động"),
    ("BLDS điều 101", "Điều 101 Bộ luật Dân sự"),
    ("TT 01/2021/TT-BXD đ3", "Điều 3 Thông tư số 01/2021/TT-BXD"),
    ("tt 01/2021 bxd", "Thông tư số 1/2021 của Bộ Xây dựng"),
    ("tt01/2021/tt-bxd", "Thông tư số 01/2021/TT-BXD"),
    ("thông tư 01/2021/bxd", "Thông tư số 1/2021 của Bộ Xây dựng"),
    ("thông tư 01 bộ xây dựng", "Thông tư số 1 của Bộ Xây dựng"),
    (
        "thông tư 01/2021 của bộ xây dựng",
        "Thông tư số 1/2021 của Bộ Xây dựng",
    ),
    ("thông tư liên tịch 01/2014", "Thông tư liên tịch số 1/2014"),
    ("TTLT 01/2014", "Thông tư liên tịch số 1/2014"),
    (
        "ttlt01/2014/ttlt-bnv-bqp",
        "Thông tư liên tịch số 01/2014/TTLT-BNV-BQP",
    ),
    ("QĐ 15/2019/QĐ-UBND", "Quyết định số 15/2019/QĐ-UBND"),
    (
        "nghị định số 15/2021/NĐ-CP ngày 3/3/2021",
        "Nghị định số 15/2021/NĐ-CP ngày 03 tháng 03 năm 2021",
    ),
    (
        "nghị định 15/2021 ngày 03-03-2021",
        "Nghị định số 15/2021 ngày 03 tháng 03 năm 2021",
    ),
    (
        "nghị định số 15/2021/NĐ-CP ngày 3 tháng 3 năm 2021 của Chính phủ",
        "Nghị định số 15/2021/NĐ-CP ngày 03 tháng 03 năm 2021 của Chính phủ",
    ),
    (
        "nghị định 15/2021 của chính phủ",
        "Nghị định số 15/2021 của Chính phủ",
    ),
    ("15 / 2021 / NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021/NĐ - CP", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021 NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021/nđ cp", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021/ND CP", "Nghị định số 15/2021/NĐ-CP"),
    ("15-2021-nd-cp", "Nghị định số 15/2021/NĐ-CP"),
    ("15.2021.NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021/NĐCP", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021/NĐ-CO", "Nghị định số 15/2021/NĐ-CO"),
    ("15/2021/ND-CF", "Nghị định số 15/2021/NĐ-CF"),
    ("15/2021/NĐ_CP", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2O21/NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("l5/2021/NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("45/2013/QHI3", "45/2013/QH13"),
    ("45/2O13/QH13", "45/2013/QH13"),
    ("nđ 15/21", "Nghị định số 15/2021"),
    ("15/21/NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("TT 01/21/TT-BXD", "Thông tư số 01/2021/TT-BXD"),
    ("luật đất đai 13", "Luật Đất đai năm 2013"),
    (
        "điều 5-7 luật đất đai",
        "Điều 5 Luật Đất đai; Điều 6 Luật Đất đai; Điều 7 Luật Đất đai",
    ),
    (
        "điều 5 đến 7 luật đất đai",
        "Điều 5 Luật Đất đai; Điều 6 Luật Đất đai; Điều 7 Luật Đất đai",
    ),
    (
        "điều 5 – điều 7 luật đất đai",
        "Điều 5 Luật Đất đai; Điều 6 Luật Đất đai; Điều 7 Luật Đất đai",
    ),
    (
        "điều 5 đến điều 7 luật đất đai",
        "Điều 5 Luật Đất đai; Điều 6 Luật Đất đai; Điều 7 Luật Đất đai",
    ),
    (
        "từ điều 5 đến điều 7 luật đất đai",
        "Điều 5 Luật Đất đai; Điều 6 Luật Đất đai; Điều 7 Luật Đất đai",
    ),
    (
        "khoản 1-3 điều 5 nđ 15/2021",
        "khoản 1 Điều 5 Nghị định số 15/2021; khoản 2 Điều 5 Nghị định số 15/2021; khoản 3 Điều 5 Nghị định số 15/2021",
    ),
    (
        "điều 5, 7 luật đất đai",
        "Điều 5 Luật Đất đai; Điều 7 Luật Đất đai",
    ),
    (
        "điều 5 và 7 luật đất đai",
        "Điều 5 Luật Đất đai; Điều 7 Luật Đất đai",
    ),
    (
        "điều 5 luật đất đai và điều 7 luật nhà ở",
        "Điều 5 Luật Đất đai; Điều 7 Luật Nhà ở",
    ),
    (
        "nđ 15/2021, nđ 16/2021",
        "Nghị định số 15/2021; Nghị định số 16/2021",
    ),
    (
        "nđ 15/2021 và nđ 16/2021",
        "Nghị định số 15/2021; Nghị định số 16/2021",
    ),
    (
        "k1,2 đ5 nđ 15/2021",
        "khoản 1 Điều 5 Nghị định số 15/2021; khoản 2 Điều 5 Nghị định số 15/2021",
    ),
    ("điều 7.2 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("đ7.2 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    (
        "điều 7 (khoản 2) nđ 15/2021",
        "khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    ("điều 7(2) luật đất đai", "khoản 2 Điều 7 Luật Đất đai"),
    ("k.2 đ.7 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("k 2 đ 7 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    (
        "khoản 2 - điều 7 - nđ 15/2021",
        "khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    (
        "điều 7/khoản 2 nđ 15/2021",
        "khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    ("khoan2 dieu7 luat dat dai", "khoản 2 Điều 7 Luật Đất đai"),
    ("khoản2 điều7 luật đất đai", "khoản 2 Điều 7 Luật Đất đai"),
    (
        "điểm a k2 đ7 nđ 15/2021",
        "điểm a khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    (
        "đ.a k2 đ7 nđ 15/2021",
        "điểm a khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    (
        "điểm a, khoản 2, điều 7, nghị định 15/2021",
        "điểm a khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    (
        "đa k2 đ7 nđ 15/2021",
        "điểm a khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    (
        "điểm a khoản 2 điều 3 luật đất đai",
        "điểm a khoản 2 Điều 3 Luật Đất đai",
    ),
    ("K2-Đ7 NĐ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("k2/đ7 nđ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    ("điều thứ 7 luật đất đai", "Điều 7 Luật Đất đai"),
    ("điều bảy luật đất đai", "Điều 7 Luật Đất đai"),
    (
        "khoản hai điều bảy luật đất đai",
        "khoản 2 Điều 7 Luật Đất đai",
    ),
    ("luật đđ 2013", "Luật Đất đai năm 2013"),
    ("luật dd 2013", "Luật Đất đai năm 2013"),
    ("LĐĐ 2013", "Luật Đất đai năm 2013"),
    ("luật đất đai mới", "Luật Đất đai"),
    ("luật đất đai hiện hành điều 7", "Điều 7 Luật Đất đai"),
    ("luật đất đai năm 2013", "Luật Đất đai năm 2013"),
    ("luật đất đai (2013)", "Luật Đất đai năm 2013"),
    ("luật 45/2013/qh13", "Luật số 45/2013/QH13"),
    ("luật số 45/2013", "Luật số 45/2013"),
    ("luật 45/2013", "Luật số 45/2013"),
    ("luat 45 2013 qh13", "Luật số 45/2013 của Quốc hội"),
    ("luật bhxh điều 64", "Điều 64 Luật Bảo hiểm xã hội"),
    ("luật bhyt", "Luật Bảo hiểm y tế"),
    ("luật hngđ điều 8", "Điều 8 Luật Hôn nhân và gia đình"),
    (
        "luật hngd 2014 điều 8",
        "Điều 8 Luật Hôn nhân và gia đình năm 2014",
    ),
    (
        "luật hôn nhân gia đình 2014",
        "Luật Hôn nhân và gia đình năm 2014",
    ),
    ("luật hôn nhân và gia đình", "Luật Hôn nhân và gia đình"),
    ("luật giao thông đường bộ", "Luật Giao thông đường bộ"),
    ("luật đấu thầu", "Luật Đấu thầu"),
    ("hiến pháp", "Hiến pháp"),
    ("hiến pháp 2013 điều 14", "Điều 14 Hiến pháp năm 2013"),
    ("HP 2013", "Hiến pháp năm 2013"),
    ("BLHS 2015 điều 173", "Điều 173 Bộ luật Hình sự năm 2015"),
    ("BLLĐ 2019", "Bộ luật Lao động năm 2019"),
    ("bllđ đ35", "Điều 35 Bộ luật Lao động"),
    ("luật lao động điều 35", "Điều 35 Luật Lao động"),
    ("luật dân sự 2015", "Luật Dân sự năm 2015"),
    ("luật hình sự điều 173", "Điều 173 Luật Hình sự"),
    ("luật hộ tịch đ13 k1", "khoản 1 Điều 13 Luật Hộ tịch"),
    ("luật cán bộ công chức", "Luật Cán bộ, công chức"),
    ("pháp lệnh dân số", "Pháp lệnh Dân số"),
    ("blttds điều 5", "Điều 5 Bộ luật Tố tụng dân sự"),
    ("BLTTHS", "Bộ luật Tố tụng hình sự"),
    ("nghị định 15 năm 2021", "Nghị định số 15/2021"),
    ("nghị định 15 2021", "Nghị định số 15/2021"),
    ("nđ số 15", "Nghị định số 15"),
    ("nd15/2021", "Nghị định số 15/2021"),
    ("nghị định15/2021", "Nghị định số 15/2021"),
    ("nghidinh 15/2021", "Nghị định số 15/2021"),
    ("nghi dinh 15/2021", "Nghị định số 15/2021"),
    ("NGHỊ ĐỊNH 15/2021/NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("ĐIỀU 7 LUẬT ĐẤT ĐAI", "Điều 7 Luật Đất đai"),
    ("DIEU 7 LUAT DAT DAI", "Điều 7 Luật Đất đai"),
    (
        "Điều 7 Nghị định số: 15/2021/NĐ-CP",
        "Điều 7 Nghị định số 15/2021/NĐ-CP",
    ),
    ("Nghị định: 15/2021", "Nghị định số 15/2021"),
    ("số 15/2021/NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("Số: 15/2021/NĐ-CP", "Nghị định số 15/2021/NĐ-CP"),
    ("nghị định (số 15/2021/NĐ-CP)", "Nghị định số 15/2021/NĐ-CP"),
    ("“Nghị định 15/2021/NĐ-CP”.", "Nghị định số 15/2021/NĐ-CP"),
    ("15/2021", "15/2021"),
    ("nội dung điều 7 luật đất đai", "Điều 7 Luật Đất đai"),
    ("điều 7 luật đất đai quy định gì", "Điều 7 Luật Đất đai"),
    ("cho tôi xem điều 7 luật đất đai", "Điều 7 Luật Đất đai"),
    ("tra cứu nđ 15/2021", "Nghị định số 15/2021"),
    ("toàn văn nghị định 15/2021", "Nghị định số 15/2021"),
    ("nđ145 điều 5 nói gì", "Điều 5 Nghị định số 145"),
    ("luật đất đaii", "Luật đất đaii"),
    ("luật đất đaii điều 7", "Điều 7 Luật đất đaii"),
    ("luật hôn nhan gia dinh", "Luật hôn nhan gia dinh"),
    (
        "luật xử lý vi phạm hành chính",
        "Luật Xử lý vi phạm hành chính",
    ),
    ("luật xlvphc điều 5", "Điều 5 Luật Xử lý vi phạm hành chính"),
    (
        "luật phòng chống tham nhũng",
        "Luật Phòng, chống tham nhũng",
    ),
    (
        "luật phòng, chống tham nhũng 2018 điều 3",
        "Điều 3 Luật Phòng, chống tham nhũng năm 2018",
    ),
    ("luật pctn", "Luật Phòng, chống tham nhũng"),
    ("nghị quyết 35/2021/QH15", "Nghị quyết số 35/2021/QH15"),
    ("nq 35", "Nghị quyết số 35"),
    (
        "nghị quyết 01/2021 hội đồng thẩm phán",
        "Nghị quyết số 1/2021 của hội đồng thẩm phán",
    ),
    ("chỉ thị 16", "Chỉ thị số 16"),
    ("quyết định 1956", "Quyết định số 1956"),
    ("công văn 557/BKHCN-CĐSQG", "Công văn số 557/BKHCN-CĐSQG"),
    (
        "văn bản hợp nhất 16/VBHN-VPQH",
        "Văn bản hợp nhất số 16/VBHN-VPQH",
    ),
    ("vbhn 16", "Văn bản hợp nhất số 16"),
    ("17-L/CTN", "Luật số 17-L/CTN"),
    (
        "nghị định 15/2021/NĐ-CP điều 99",
        "Điều 99 Nghị định số 15/2021/NĐ-CP",
    ),
    (
        "nghị định 15/2021/NĐ-CP điều 7 khoản 99",
        "khoản 99 Điều 7 Nghị định số 15/2021/NĐ-CP",
    ),
    ("nghị định 9999/2021/NĐ-CP", "Nghị định số 9999/2021/NĐ-CP"),
    ("thông tư 01/2021/TT-BXXD", "Thông tư số 01/2021/TT-BXXD"),
    ("phụ lục I nđ 15/2021", "Phụ lục I Nghị định số 15/2021"),
    (
        "phụ lục 1 nghị định 15/2021",
        "Phụ lục 1 Nghị định số 15/2021",
    ),
    ("chương II luật đất đai", "Chương II Luật Đất đai"),
    (
        "mục 1 chương II luật đất đai",
        "Mục 1 Chương II Luật Đất đai",
    ),
    ("mẫu số 01 nđ 15/2021", "Mẫu số 01 Nghị định số 15/2021"),
    ("điều 3a luật đất đai", "Điều 3a Luật Đất đai"),
    ("điều 7 và điều 8", "Điều 7; Điều 8"),
    (
        "điều 7 nđ 15/2021/nđ-cp và điều 8 tt 01/2021/tt-bxd",
        "Điều 7 Nghị định số 15/2021/NĐ-CP; Điều 8 Thông tư số 01/2021/TT-BXD",
    ),
    (
        "điều 7 luật đất đai, điều 8 luật nhà ở",
        "Điều 7 Luật Đất đai; Điều 8 Luật Nhà ở",
    ),
    (
        "khoản 30 điều 1 nđ 148/2020",
        "khoản 30 Điều 1 Nghị định số 148/2020",
    ),
    ("khoản 9a điều 1 nđ 148", "khoản 9a Điều 1 Nghị định số 148"),
    ("NĐ-CP 15/2021", "Nghị định số 15/2021"),
    ("nđ-cp số 15/2021", "Nghị định số 15/2021"),
    (
        "nghị định số 15 ngày 3/3/2021",
        "Nghị định số 15 ngày 03 tháng 03 năm 2021",
    ),
    ("nđ 15/NĐ-CP", "Nghị định số 15 của Chính phủ"),
    ("15/NĐ-CP", "Nghị định số 15 của Chính phủ"),
    ("nđ 15/2021/CP", "Nghị định số 15/2021/CP"),
    ("thông tư 12/TT-BTC", "Thông tư số 12 của Bộ Tài chính"),
    ("nghị định 15/CP", "Nghị định số 15/CP"),
    ("12/CP", "12/CP"),
    ("xem nđ 15/2021", "Nghị định số 15/2021"),
    ("điều 7 nđ15/2021 nói gì", "Điều 7 Nghị định số 15/2021"),
    ("luật đất đai quy định thế nào", "Luật Đất đai"),
    (
        "quyết định 7/2025/QĐ-UBND của UBND xã Mẫu",
        "Quyết định số 7/2025/QĐ-UBND của UBND xã Mẫu",
    ),
    (
        "quyết định 7 ubnd xã mẫu",
        "Quyết định số 7 của ubnd xã mẫu",
    ),
    (
        "qđ 7/2025 của hđnd tỉnh Đồng Mẫu",
        "Quyết định số 7/2025 của hđnd tỉnh Đồng Mẫu",
    ),
    (
        "điều 3 tt 01/2021/TT-BXD của Bộ Xây dựng",
        "Điều 3 Thông tư số 01/2021/TT-BXD của Bộ Xây dựng",
    ),
    (
        "thông tư số 01 năm 2021 của bộ tài chính",
        "Thông tư số 1/2021 của Bộ Tài chính",
    ),
    (
        "điểm a khoản 1 điều 5 và điểm b khoản 2 điều 6 luật hộ tịch",
        "điểm a khoản 1 Điều 5 Luật Hộ tịch; điểm b khoản 2 Điều 6 Luật Hộ tịch",
    ),
    (
        "đ5-7 luật hộ tịch",
        "Điều 5 Luật Hộ tịch; Điều 6 Luật Hộ tịch; Điều 7 Luật Hộ tịch",
    ),
    (
        "k1-3 đ5 luật hộ tịch",
        "khoản 1 Điều 5 Luật Hộ tịch; khoản 2 Điều 5 Luật Hộ tịch; khoản 3 Điều 5 Luật Hộ tịch",
    ),
    (
        "khoản 1 đến 3 điều 5 luật hộ tịch",
        "khoản 1 Điều 5 Luật Hộ tịch; khoản 2 Điều 5 Luật Hộ tịch; khoản 3 Điều 5 Luật Hộ tịch",
    ),
    ("nđ 15/99", "Nghị định số 15/1999"),
    (
        "nghị định 15/2021/NĐ-CP còn hiệu lực không?",
        "Nghị định số 15/2021/NĐ-CP",
    ),
    (
        "Nghị  định   số   15/2021/NĐ-CP",
        "Nghị định số 15/2021/NĐ-CP",
    ),
    (
        "nghị định 15/2021/nđ-cp, điều 7, khoản 2",
        "khoản 2 Điều 7 Nghị định số 15/2021/NĐ-CP",
    ),
    ("Đ.7 K.2 NĐ 15/2021", "khoản 2 Điều 7 Nghị định số 15/2021"),
    (
        "điều 7 khoản 2 điểm a nđ 15/2021",
        "điểm a khoản 2 Điều 7 Nghị định số 15/2021",
    ),
    ("Điều 7, Luật Đất đai", "Điều 7 Luật Đất đai"),
    (
        "pháp lệnh 02/2020/UBTVQH14",
        "Pháp lệnh số 02/2020/UBTVQH14",
    ),
    ("02/2020/ubtvqh14", "02/2020/UBTVQH14"),
    ("nq 15/2021/nq-hđnd", "Nghị quyết số 15/2021/NQ-HĐND"),
    ("15/2021/NQ-HDND", "Nghị quyết số 15/2021/NQ-HĐND"),
    (
        "01/2021/tt-bnv đ 3 k 2",
        "khoản 2 Điều 3 Thông tư số 01/2021/TT-BNV",
    ),
    ("k2", "khoản 2"),
];

/// What stands in a question, as far as it is sure, and what only looks like a reference.
const WITHIN: [(&str, &str); 18] = [
    ("luật đất đai số 45", "Luật Đất đai"),
    ("15 2021", ""),
    ("theo nđ145/2020 thì thế nào", "Nghị định số 145/2020"),
    ("tách thửa đất theo nđ 148/2020", "Nghị định số 148/2020"),
    ("nghị định ngày 3/3/2021", ""),
    ("tách thửa theo nđ145/2020", "Nghị định số 145/2020"),
    ("uỷ ban nhân dân xã", ""),
    ("tài khoản 2 người", ""),
    ("tài khoản 123 456", ""),
    ("đường D7 quận 2", ""),
    ("15 tháng 2024", ""),
    ("nghị định 15 người trở lên", ""),
    ("đất 5 phần trăm", ""),
    ("cấp 1 đến 5", ""),
    ("thông tư là gì", ""),
    ("2 con trở lên", ""),
    ("nhà cấp 4", ""),
    ("hạng a1", ""),
];

fn check(cases: &[(&str, &str)], whole: bool) {
    for (text, expect) in cases {
        let read = typed_citations(text);
        let printed: Vec<String> = read
            .citations
            .iter()
            .map(super::super::Citation::print)
            .collect();
        assert_eq!(
            (printed.join("; ").as_str(), read.whole),
            (*expect, whole),
            "{text:?}"
        );
    }
}

#[test]
fn what_officials_type_is_read() {
    check(&WHOLE, true);
}

#[test]
fn a_question_is_read_for_what_is_sure() {
    check(&WITHIN, false);
}

proptest::proptest! {
    #[test]
    fn whatever_is_typed_is_answered(text in "(\\PC{0,60}|(nđ|k2|đ7|điều|khoản|15/2021|-|/| |luật đất đai|của|bộ){0,8})") {
        let read = typed_citations(&text);
        proptest::prop_assert!(read.citations.len() < 200);
    }
}

#[test]
fn what_was_read_is_read_again() {
    for (text, _) in WHOLE {
        for citation in typed_citations(text).citations {
            let printed = citation.print();
            let again = typed_citations(&printed).citations;
            let again: Vec<String> = again.iter().map(super::super::Citation::print).collect();
            assert_eq!(again, [printed], "{text:?}");
        }
    }
}
