//! Who may put an act and its amendments together: Articles 5 to 8 of the Ordinance on consolidating legal documents
//! 01/2012/UBTVQH13. The office of the National Assembly does so for what it and its standing committee issue, the
//! ministries and the other bodies of the centre for what they drafted or issued.

use crate::Symbol;

/// The letters of the National Assembly's office.
const OFFICE: &str = "vpqh";
/// Letters of bodies of a province, a district or a commune, which consolidate no act of the centre.
const LOCAL: [&str; 3] = ["ubnd", "hdnd", "stp"];

/// Whether the body whose letters a consolidated text bears may consolidate an act, as far as both symbols tell.
pub fn may_consolidate(text: &Symbol, act: &Symbol) -> bool {
    let (own, act) = (text.folded(), act.folded());
    let Some((_, body)) = own.split_once("vbhn") else {
        return true;
    };
    let is_local = |letters: &str| LOCAL.iter().any(|local| letters.contains(local));
    if is_local(body) && !is_local(act) {
        return false;
    }
    let of_assembly = act.contains("/qh") || act.contains("ubtvqh");
    of_assembly == body.contains(OFFICE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_consolidate() {
        let check = |text: &str, act: &str, may: bool| {
            let symbol = |text| Symbol::parse(text).expect("a symbol");
            let found = may_consolidate(&symbol(text), &symbol(act));
            assert_eq!(found, may, "{text} of {act}");
        };
        check("19/VBHN-VPQH", "41/2024/QH15", true);
        check("3/VBHN-VPQH", "12/2017/UBTVQH14", true);
        check("19/VBHN-BTC", "41/2024/QH15", false);
        check("16/VBHN-BTC", "15/2024/NĐ-CP", true);
        check("16/VBHN-VPQH", "15/2024/NĐ-CP", false);
        check("5/VBHN-NHNN", "39/2016/TT-NHNN", true);
        check("7/VBHN-UBND", "15/2024/NĐ-CP", false);
        check("7/VBHN-UBND", "8/2024/QĐ-UBND", true);
    }
}
