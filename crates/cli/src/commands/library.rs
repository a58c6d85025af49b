//! The library as a whole: make it, describe it, check it.

use std::io;

use longhand_api::core::library::DoctorReport;
use longhand_api::library::{Compact, Doctor, DoctorRequest, Info, Stats};
use longhand_api::model::LibraryInfo;
use longhand_api::{Background, Create, FirstContent, Nothing, call};

use crate::args::admin;
use crate::error::CliError;
use crate::exit::Exit;
use crate::lh::Lh;
use crate::screen::{Ink, Screen};
use crate::table::{Column, Table};
use crate::words::{count, number, size};

/// `lh init`.
pub(crate) fn init(lh: &Lh, args: &admin::Init) -> Result<(), CliError> {
    let path = lh.library();
    if path.exists() {
        return Err(CliError::not_possible(
            format!("{} exists already", path.display()),
            "Choose another place: lh init PATH. `lh info` describes what is there.",
        ));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| CliError::writing(folder, error))?;
    }
    let first = if args.empty {
        FirstContent::Empty
    } else {
        FirstContent::Samples
    };
    let app = lh.open(Create::IfMissing, first, Background::Off)?;
    let info = call::<Info>(&app, lh.caller(), Nothing {})?;
    lh.answer(&info, |screen| {
        screen.line(format!("Made the library {}.", info.path))?;
        if info.counts.documents > 0 {
            let samples = count(info.counts.documents, "sample document");
            screen.line(format!("It holds {samples}: `lh ls` lists them."))?;
        }
        Ok(())
    })
}

/// `lh info`.
pub(crate) fn info(lh: &Lh) -> Result<(), CliError> {
    let info: LibraryInfo = lh.call::<Info>(Nothing {})?;
    let counts = info.counts;
    lh.answer(&info, |screen| {
        screen.inked(Ink::Bold, &info.name)?;
        for (name, value) in [
            ("path", info.path.clone()),
            ("id", info.id.to_string()),
            ("made", lh.time(info.created_at)),
            ("schema", info.schema.to_string()),
        ] {
            screen.put(Ink::Dim, format!("{name:>12}  "))?;
            screen.line(value)?;
        }
        for (name, value) in [
            ("documents", counts.documents),
            ("inbox", counts.inbox),
            ("favourites", counts.favorites),
            ("templates", counts.templates),
            ("trash", counts.trash),
            ("conflicts", counts.conflicts),
            ("categories", counts.categories),
            ("tags", counts.tags),
            ("attachments", counts.attachments),
        ] {
            screen.put(Ink::Dim, format!("{name:>12}  "))?;
            screen.line(number(value))?;
        }
        Ok(())
    })
}

/// `lh stats`.
pub(crate) fn stats(lh: &Lh) -> Result<(), CliError> {
    let stats = lh.call::<Stats>(Nothing {})?;
    lh.answer(&stats, |screen| {
        let free = size(stats.free_bytes);
        let file = size(stats.file_bytes);
        screen.line(format!(
            "The library file has {file}; {free} of them are free."
        ))?;
        screen.end()?;
        let mut kinds = Table::new(&[
            ("KIND", Column::Flexible(Ink::Plain)),
            ("COUNT", Column::Right(Ink::Plain)),
            ("SIZE", Column::Right(Ink::Bold)),
        ]);
        for kind in &stats.kinds {
            kinds.row([kind.kind.clone(), number(kind.count), size(kind.bytes)]);
        }
        kinds.row([
            "unused attachments".to_owned(),
            number(stats.unused_attachments.count),
            size(stats.unused_attachments.bytes),
        ]);
        kinds.show(screen)?;
        if stats.largest.is_empty() {
            return Ok(());
        }
        screen.end()?;
        let mut largest = Table::new(&[
            ("LARGEST", Column::Flexible(Ink::Plain)),
            ("SIZE", Column::Right(Ink::Bold)),
        ]);
        for item in &stats.largest {
            largest.row([item.object.name.clone(), size(item.bytes)]);
        }
        largest.show(screen)
    })
}

/// `lh doctor`: ends well only when nothing is wrong, or nothing is any more.
pub(crate) fn doctor(lh: &Lh, args: &admin::Doctor) -> Result<Exit, CliError> {
    let report = lh.call::<Doctor>(DoctorRequest {
        repair: args.repair,
    })?;
    lh.answer(&report, |screen| show_report(screen, &report))?;
    if report.sound {
        return Ok(Exit::Done);
    }
    if !lh.is_json() {
        lh.note(if args.repair {
            "Not everything could be repaired: keep a copy of the file, and restore a backup."
        } else {
            "`lh doctor --repair` repairs what it can; make a copy of the file first."
        });
    }
    Ok(Exit::NotPossible)
}

/// `lh compact`.
pub(crate) fn compact(lh: &Lh) -> Result<(), CliError> {
    let done = lh.call::<Compact>(Nothing {})?;
    lh.answer(&done, |screen| {
        let (before, after) = (size(done.before), size(done.after));
        screen.line(format!(
            "The library file had {before}; now it has {after}."
        ))
    })
}

fn show_report(screen: &mut Screen<'_>, report: &DoctorReport) -> io::Result<()> {
    for check in &report.checks {
        let (ink, word) = if check.problems.is_empty() {
            (Ink::Green, "ok   ")
        } else {
            (Ink::Red, "wrong")
        };
        screen.put(ink, word)?;
        screen.put(Ink::Plain, format!("  {}", check.name))?;
        screen.inked(Ink::Dim, format!("  {} looked at", number(check.checked)))?;
        for problem in &check.problems {
            screen.line(format!("       {problem}"))?;
        }
        if check.repaired > 0 {
            screen.inked(
                Ink::Green,
                format!("       {} repaired", number(check.repaired)),
            )?;
        }
    }
    if report.sound {
        screen.inked(Ink::Green, "The library is sound.")
    } else {
        screen.inked(Ink::Red, "The library is not sound.")
    }
}
