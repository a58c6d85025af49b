//! Documents' titles, places, tags and marks; the trash.

use longhand_api::core::document::{LinksOnRename, Updated};
use longhand_api::document::{
    CountResponse, DocumentsRequest, EmptyTrash, Purge, Restore, Trash, Update, UpdateRequest,
};
use longhand_api::model::{DocumentPatch, DocumentSummary};
use longhand_api::{Command, Nothing};

use crate::args::documents::{self as args, Docs, Move, Rename, TagWords};
use crate::error::CliError;
use crate::lh::Lh;
use crate::reference;
use crate::words::count;

/// What marks can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Held at the top.
    Pinned,
    /// No longer held at the top.
    Unpinned,
    /// A favourite.
    Favorite,
    /// No longer a favourite.
    Unfavorite,
}

/// `lh rename`.
pub(crate) fn rename(lh: &Lh, args: Rename) -> Result<(), CliError> {
    let document = reference::document(lh, &args.doc)?;
    let patch = DocumentPatch {
        title: Some(args.title),
        ..DocumentPatch::default()
    };
    let links = if args.leave_links {
        LinksOnRename::Leave
    } else {
        LinksOnRename::Rewrite
    };
    let old = document.title.clone();
    let updated = lh.call::<Update>(UpdateRequest {
        ids: vec![document.id],
        patch,
        links,
    })?;
    lh.answer(&updated, |screen| {
        for document in &updated.documents {
            screen.line(format!("Renamed \"{old}\" to \"{}\".", document.title))?;
        }
        if updated.rewritten > 0 {
            let others = count(updated.rewritten, "document");
            screen.line(format!("Links follow in {others}."))?;
        }
        Ok(())
    })
}

/// `lh move`.
pub(crate) fn move_to(lh: &Lh, args: &Move) -> Result<(), CliError> {
    let documents = reference::documents(lh, &args.docs)?;
    let (category, place) = match &args.to {
        Some(word) => (Some(reference::category_or_new(lh, word)?), word.as_str()),
        None => (None, "the inbox"),
    };
    let patch = DocumentPatch {
        category: Some(category),
        ..DocumentPatch::default()
    };
    update(lh, &documents, patch, |document| {
        format!("Moved \"{}\" to {place}.", document.title)
    })
}

/// `lh tag`.
pub(crate) fn tag(lh: &Lh, args: TagWords) -> Result<(), CliError> {
    let patch = DocumentPatch {
        add_tags: args.tags,
        ..DocumentPatch::default()
    };
    tags(lh, &args.doc, patch)
}

/// `lh untag`.
pub(crate) fn untag(lh: &Lh, args: TagWords) -> Result<(), CliError> {
    let patch = DocumentPatch {
        remove_tags: args.tags,
        ..DocumentPatch::default()
    };
    tags(lh, &args.doc, patch)
}

fn tags(lh: &Lh, word: &str, patch: DocumentPatch) -> Result<(), CliError> {
    let document = reference::document(lh, word)?;
    update(lh, &[document], patch, |document| {
        let tags: Vec<String> = document.tags.iter().map(|tag| format!("#{tag}")).collect();
        match tags.as_slice() {
            [] => format!("\"{}\" has no tags.", document.title),
            tags => format!("\"{}\": {}", document.title, tags.join(" ")),
        }
    })
}

/// `lh pin`, `unpin`, `favorite` and `unfavorite`.
pub(crate) fn mark(lh: &Lh, args: &Docs, mark: Mark) -> Result<(), CliError> {
    let documents = reference::documents(lh, &args.docs)?;
    let mut patch = DocumentPatch::default();
    let done = match mark {
        Mark::Pinned => {
            patch.pinned = Some(true);
            "Pinned"
        }
        Mark::Unpinned => {
            patch.pinned = Some(false);
            "Unpinned"
        }
        Mark::Favorite => {
            patch.favorite = Some(true);
            "Marked as favourite:"
        }
        Mark::Unfavorite => {
            patch.favorite = Some(false);
            "No longer a favourite:"
        }
    };
    update(lh, &documents, patch, |document| {
        format!("{done} \"{}\".", document.title)
    })
}

fn update(
    lh: &Lh,
    documents: &[DocumentSummary],
    patch: DocumentPatch,
    say: impl Fn(&DocumentSummary) -> String,
) -> Result<(), CliError> {
    let updated: Updated = lh.call::<Update>(UpdateRequest {
        ids: reference::ids(documents),
        patch,
        links: LinksOnRename::Rewrite,
    })?;
    lh.answer(&updated, |screen| {
        updated
            .documents
            .iter()
            .try_for_each(|document| screen.line(say(document)))
    })
}

/// `lh trash`.
pub(crate) fn trash(lh: &Lh, args: &args::Trash) -> Result<(), CliError> {
    if !args.empty {
        return counted::<Trash>(lh, &args.docs, "moved to the trash");
    }
    lh.confirm(args.yes, "Delete everything in the trash for good?")?;
    let counted = lh.call::<EmptyTrash>(Nothing {})?;
    say(lh, &counted, "deleted for good")
}

/// `lh restore`.
pub(crate) fn restore(lh: &Lh, args: &Docs) -> Result<(), CliError> {
    counted::<Restore>(lh, &args.docs, "restored")
}

/// `lh purge`.
pub(crate) fn purge(lh: &Lh, args: &args::Purge) -> Result<(), CliError> {
    let documents = reference::documents(lh, &args.docs)?;
    let what = match documents.as_slice() {
        [one] => format!("\"{}\"", one.title),
        several => count(several.len() as u64, "document"),
    };
    lh.confirm(
        args.yes,
        &format!("Delete {what} for good, with the history?"),
    )?;
    let counted = lh.call::<Purge>(DocumentsRequest {
        ids: reference::ids(&documents),
    })?;
    say(lh, &counted, "deleted for good")
}

fn counted<C>(lh: &Lh, words: &[String], done: &str) -> Result<(), CliError>
where
    C: Command<Request = DocumentsRequest, Output = CountResponse>,
{
    let documents = reference::documents(lh, words)?;
    let counted = lh.call::<C>(DocumentsRequest {
        ids: reference::ids(&documents),
    })?;
    say(lh, &counted, done)
}

fn say(lh: &Lh, counted: &CountResponse, done: &str) -> Result<(), CliError> {
    lh.answer(counted, |screen| {
        screen.line(format!("{} {done}.", count(counted.count, "document")))
    })
}
