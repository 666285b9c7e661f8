//! What the policy keeps from a model: in the first round, in the second, and in what is said of it.

use search::Confidentiality;

use super::write::rounds;
use super::*;
use crate::{Handling, Policy, Refusal};

/// The first provision is restricted, the second public.
fn partly_restricted() -> Results {
    let mut results = found();
    for (hit, level) in results
        .hits
        .iter_mut()
        .zip([Confidentiality::Restricted, Confidentiality::Public])
    {
        hit.document.confidentiality = Some(level);
    }
    results
}

const NONE: &str = "{\"none\": true}";

#[tokio::test]
async fn no_round_holds_a_word_of_what_was_kept_back() {
    // The model guesses what it was never shown, and guesses right.
    let guess = line(
        "Phải trả lời trong 05 ngày làm việc.",
        1,
        "Trong thời hạn 05 ngày làm việc, cơ quan phải trả lời",
    );
    let answers = vec![Some(guess.clone()), Some(guess)];
    let (author, served) = rounds(answers, Unverified::Show).await;
    let (answer, _) = run(partly_restricted(), Some(&author)).await;
    assert!(answer.claims.is_empty(), "{:#?}", answer.claims);
    assert_eq!(
        answer.egress.as_ref().map(|egress| egress.kept_back),
        Some(1)
    );
    assert_eq!(answer.evidence.len(), 2, "the person sees both");
    let requests = served.await.unwrap();
    assert_eq!(requests.len(), 2, "it was asked once more");
    for request in &requests {
        assert!(request.contains("100.000 đồng"), "{request}");
        assert!(
            !request.contains("cơ quan phải trả lời bằng văn bản"),
            "{request}"
        );
        assert!(!request.contains("CĂN CỨ 1 "), "{request}");
    }
    assert!(!requests[1].contains("Căn cứ 1 ghi"), "{}", requests[1]);
}

#[tokio::test]
async fn a_model_that_saw_a_part_cannot_say_that_nothing_was_found() {
    let (author, served) = rounds(vec![Some(NONE.to_owned())], Unverified::Show).await;
    let (answer, _) = run(partly_restricted(), Some(&author)).await;
    assert_eq!(answer.refusal, Some(Refusal::PolicyForbids));
    assert!(!answer.claims.is_empty() && answer.model.is_none());
    served.await.unwrap();
}

#[tokio::test]
async fn where_nothing_may_go_nobody_is_asked() {
    let (author, served) = rounds(vec![Some(NONE.to_owned())], Unverified::Show).await;
    let author = Author {
        policy: Policy::closed(),
        ..author
    };
    let (answer, events) = run(found(), Some(&author)).await;
    assert_eq!(answer.refusal, Some(Refusal::PolicyForbids));
    assert!(!answer.claims.is_empty() && answer.model.is_none());
    assert_eq!(
        answer.egress.map(|egress| egress.handling),
        Some(Handling::Kept)
    );
    assert_eq!(
        events.last().map(String::as_str),
        Some("done Some(PolicyForbids)")
    );
    assert!(
        !served.is_finished(),
        "it waits for a request that never comes"
    );
    served.abort();
}
