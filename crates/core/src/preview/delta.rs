//! What an answer has to say to a client that knows another one.

use std::collections::HashSet;

use longhand_markdown::Block;

use super::{Attachments, KeptBlocks, Last, Links, Preview, PreviewBlock};

/// Says everything.
pub(super) fn whole(answer: &Last) -> Preview {
    let blocks = answer.rendered.blocks.iter();
    Preview {
        state: answer.state.clone(),
        kept: None,
        blocks: blocks.map(with_html).collect(),
        outline: Some(answer.rendered.outline.clone()),
        front_matter: answer.rendered.front_matter.clone(),
        remote_images: answer.rendered.remote_images as u64,
        unfinished: answer.rendered.unfinished,
        links: Some(Links::clone(&answer.links)),
        attachments: Some(Attachments::clone(&answer.attachments)),
    }
}

/// Says what is different.
pub(super) fn against(known: &Last, answer: &Last) -> Preview {
    let (old, new) = (&known.rendered.blocks, &answer.rendered.blocks);
    let kept = kept(old, new);
    let (before, after) = (kept.before as usize, kept.after as usize);
    let between = |blocks: &[Block]| before..blocks.len().saturating_sub(after);
    let gone = old.get(between(old)).unwrap_or_default();
    let come = new.get(between(new)).unwrap_or_default();
    let has: HashSet<&str> = gone.iter().map(|block| &*block.hash).collect();
    let block = |block: &Block| PreviewBlock {
        html: (!has.contains(&*block.hash)).then(|| block.html.to_string()),
        ..without_html(block)
    };
    let (old, new) = (&known.rendered, &answer.rendered);
    Preview {
        state: answer.state.clone(),
        kept: Some(kept),
        blocks: come.iter().map(block).collect(),
        outline: (old.outline != new.outline).then(|| new.outline.clone()),
        front_matter: new.front_matter.clone(),
        remote_images: new.remote_images as u64,
        unfinished: new.unfinished,
        links: (known.links != answer.links).then(|| Links::clone(&answer.links)),
        attachments: (known.attachments != answer.attachments)
            .then(|| Attachments::clone(&answer.attachments)),
    }
}

/// Counts the blocks that stay at the start, where they are, and at the end, all moved by as many lines.
fn kept(old: &[Block], new: &[Block]) -> KeptBlocks {
    let shift = |old: &Block, new: &Block| i64::from(new.line_from) - i64::from(old.line_from);
    let same = |old: &Block, new: &Block, lines: i64| {
        old.hash == new.hash
            && shift(old, new) == lines
            && i64::from(new.line_to) - i64::from(old.line_to) == lines
    };
    let before = old
        .iter()
        .zip(new)
        .take_while(|(old, new)| same(old, new, 0))
        .count();
    let most = old.len().min(new.len()) - before;
    let lines = old.last().zip(new.last());
    let lines = lines.map_or(0, |(old, new)| shift(old, new));
    let pairs = old.iter().rev().zip(new.iter().rev());
    let after = pairs
        .take(most)
        .take_while(|(old, new)| same(old, new, lines))
        .count();
    KeptBlocks {
        before: u32::try_from(before).unwrap_or(u32::MAX),
        after: u32::try_from(after).unwrap_or(u32::MAX),
        lines,
    }
}

fn with_html(block: &Block) -> PreviewBlock {
    PreviewBlock {
        html: Some(block.html.to_string()),
        ..without_html(block)
    }
}

fn without_html(block: &Block) -> PreviewBlock {
    PreviewBlock {
        hash: block.hash.to_string(),
        line_from: block.line_from,
        line_to: block.line_to,
        html: None,
    }
}
