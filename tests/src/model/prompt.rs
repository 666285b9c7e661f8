//! A prompt as the scripted model reads it: numbered evidence in delimited blocks, and the question.

use serde_json::Value;

/// What a request asked.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// All messages, one after the other.
    pub whole: String,
    /// The evidence, in order.
    pub blocks: Vec<Block>,
    /// The question, as far as it could be made out.
    pub question: String,
    /// Whether the answer is wanted as one JSON document of a given form.
    pub structured: bool,
}

/// One piece of evidence.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Its number.
    pub number: usize,
    /// The document's name.
    pub document: String,
    /// The provision: "khoản 2 Điều 5".
    pub citation: String,
    /// Its words.
    pub text: String,
}

impl Prompt {
    /// From the body of a request; `None` where it is none of the protocol.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let request: Value = serde_json::from_slice(body).ok()?;
        let messages = request.get("messages")?.as_array()?;
        let contents = messages.iter().filter_map(|one| one["content"].as_str());
        let whole = contents.collect::<Vec<_>>().join("\n\n");
        let question = whole
            .rsplit_once("\nCâu hỏi: ")
            .map_or("", |(_, rest)| rest.lines().next().unwrap_or_default());
        Some(Self {
            blocks: blocks(&whole),
            question: question.to_owned(),
            structured: !request["response_format"].is_null(),
            whole,
        })
    }

    /// Whether the model is asked to answer from evidence, and not only whether it is there.
    pub fn has_evidence(&self) -> bool {
        !self.blocks.is_empty()
    }
}

/// The blocks between `<<<CĂN CỨ 1 nonce>>>` and `<<<HẾT CĂN CỨ 1 nonce>>>`.
fn blocks(text: &str) -> Vec<Block> {
    const OPEN: &str = "\n<<<CĂN CỨ ";
    let mut blocks: Vec<Block> = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(OPEN) {
        rest = after;
        let Some((name, body)) = after.split_once(">>>\n") else {
            break;
        };
        let Some(number) = name.split_whitespace().next().and_then(|n| n.parse().ok()) else {
            continue;
        };
        let Some((inside, after)) = body.split_once(&format!("<<<HẾT CĂN CỨ {name}>>>"))
        else {
            continue;
        };
        rest = after;
        let mut block = Block {
            number,
            ..Block::default()
        };
        for line in inside.lines() {
            // The head of a block; behind it everything is law.
            let in_head = block.text.is_empty();
            if let Some(name) = line.strip_prefix("Văn bản: ").filter(|_| in_head) {
                block.document = name.to_owned();
            } else if let Some(place) = line.strip_prefix("Điều khoản: ").filter(|_| in_head) {
                block.citation = place.to_owned();
            } else if !(in_head && line.starts_with("Hiệu lực: ")) {
                block.text.push_str(line);
                block.text.push('\n');
            }
        }
        // A second request, with what was wrong, may hold the evidence again.
        if blocks.iter().all(|known| known.number != number) {
            blocks.push(block);
        }
    }
    blocks
}
