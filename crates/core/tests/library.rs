//! The library around the documents: samples, events, other processes, settings, keys, jobs, upkeep.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use longhand_core::document::{self, LinksOnRename};
use longhand_core::job::{self, Jobs};
use longhand_core::{
    App, AppOptions, Background, Caller, CoreError, Create, FirstContent, housekeeping, key,
    library, saved_search, search, settings, template,
};
use longhand_model::{
    Access, ContentHash, DocumentPatch, Event, JobKind, JobState, KeyScope, ListQuery, NewApiKey,
    NewDocument, NewSavedSearch, SearchRequest,
};
use longhand_store::api_keys;
use longhand_testkit::fixed_sources;
use serde_json::json;
use support::Desk;
use tokio::sync::broadcast::error::TryRecvError;

fn new_key(access: Access) -> NewApiKey {
    NewApiKey {
        name: "script".to_owned(),
        scope: KeyScope {
            access,
            categories: Vec::new(),
            tags: Vec::new(),
        },
        expires_at: None,
    }
}

#[test]
fn a_new_library_starts_with_samples_whose_links_all_lead_somewhere_but_one() {
    let desk = Desk::with(FirstContent::Samples);
    let titles = desk.titles(&ListQuery::default());
    assert_eq!(
        titles,
        [
            "Welcome to Longhand",
            "A tour of Markdown",
            "Links and search"
        ]
    );
    assert!(settings::get(&desk.app, &desk.person).unwrap().welcome);
    let mut nowhere = Vec::new();
    for title in titles {
        let found = document::find(&desk.app, &desk.person, &title).unwrap();
        let links = document::links(&desk.app, &desk.person, found.id).unwrap();
        assert!(!links.backlinks.is_empty(), "{title}");
        let dead = links
            .outgoing
            .into_iter()
            .filter(|link| link.document.is_none());
        nowhere.extend(dead.map(|link| link.target));
    }
    assert_eq!(nowhere, ["An idea for later"]);
}

#[test]
fn every_query_that_the_samples_teach_can_be_read() {
    let desk = Desk::with(FirstContent::Samples);
    let found = document::find(&desk.app, &desk.person, "Links and search").unwrap();
    let text = desk.text(found.id);
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let queries: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(queries.len(), 10);
    for query in queries {
        search::explain(&desk.app, &desk.person, query).unwrap();
    }
}

#[test]
fn events_leave_after_the_commit_and_name_who_caused_them() {
    let desk = Desk::new();
    let mut events = desk.app.events();
    let made = desk.write("# One\n");
    let Ok(Event::Documents { ids, text, cause }) = events.try_recv() else {
        panic!("no event of documents");
    };
    assert_eq!((ids, text), (vec![made.summary.id], true));
    assert_eq!(cause.command, "document.create");
    assert_eq!(cause.client.as_deref(), Some("window-1"));
    let refused = DocumentPatch {
        title: Some(String::new()),
        ..DocumentPatch::default()
    };
    let links = LinksOnRename::Leave;
    let ids = [made.summary.id];
    document::update(&desk.app, &desk.person, &ids, &refused, links).unwrap_err();
    assert_eq!(events.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_write_by_another_process_is_noticed_and_an_own_one_is_not() {
    let desk = Desk::new();
    desk.write("written here");
    assert!(!desk.app.library().changed_elsewhere().unwrap());
    let options = AppOptions {
        create: Create::Never,
        ..AppOptions::new(desk.app.library().path())
    };
    let (sources, _clock) = fixed_sources(3);
    let watching = App::open(options, sources).unwrap();
    let mut events = watching.events();
    desk.write("written elsewhere");
    let noticed = loop {
        let event = events.blocking_recv().unwrap();
        if event == Event::Elsewhere {
            break true;
        }
    };
    assert!(noticed);
}

#[test]
fn opening_tells_what_is_wrong_with_the_file() {
    let desk = Desk::new();
    let folder = desk.folder();
    let open = |name: &str, create| {
        let options = AppOptions {
            create,
            background: Background::Off,
            ..AppOptions::new(folder.join(name))
        };
        App::open(options, fixed_sources(4).0)
    };
    let missing = open("missing.longhand", Create::Never);
    assert!(matches!(missing, Err(CoreError::NotFound { .. })));
    let mut file = std::fs::File::create(folder.join("text.longhand")).unwrap();
    std::io::Write::write_all(&mut file, &b"not a library, but a text\n".repeat(100)).unwrap();
    let text = open("text.longhand", Create::IfMissing);
    assert!(
        matches!(text, Err(CoreError::NotALibrary { .. })),
        "{text:?}"
    );
}

#[test]
fn settings_are_patched_checked_and_put_back() {
    let desk = Desk::new();
    let set = |patch| settings::set(&desk.app, &desk.person, &patch);
    let after = set(json!({ "theme": "dark", "editor": { "fontSize": 18 } })).unwrap();
    assert_eq!(after.editor.font_size, 18);
    set(json!({ "editor": { "fontSize": 99 } })).unwrap_err();
    assert_eq!(settings::get(&desk.app, &desk.person).unwrap(), after);
    assert_eq!(desk.again().settings().unwrap(), after);
    let reset = settings::reset(&desk.app, &desk.person, Some("editor")).unwrap();
    assert_eq!(reset.editor.font_size, 14);
    assert_eq!(reset.theme, after.theme);
    let unknown = settings::reset(&desk.app, &desk.person, Some("colours"));
    assert!(matches!(unknown, Err(CoreError::NotFound { .. })));
    assert_eq!(
        settings::reset(&desk.app, &desk.person, None).unwrap(),
        Default::default()
    );
}

#[test]
fn a_key_is_known_by_its_secret_until_it_is_revoked_or_expires() {
    let desk = Desk::new();
    let now = desk.app.sources().now();
    let made = key::create(&desk.app, &desk.person, &new_key(Access::Read)).unwrap();
    assert!(made.secret.starts_with("lh_") && made.secret.len() == 67);
    assert!(!format!("{made:?}").contains(&made.secret));
    let known = key::authenticate(&desk.app, &made.secret).unwrap();
    assert_eq!(known.id, made.key.id);
    let used = key::list(&desk.app, &desk.person).unwrap();
    assert_eq!(used[0].last_used_at, Some(now));
    for wrong in ["", "lh_", &made.secret[..66], &made.secret.to_uppercase()] {
        let refused = key::authenticate(&desk.app, wrong);
        assert!(
            matches!(refused, Err(CoreError::Unauthorized { .. })),
            "{wrong}"
        );
    }
    key::revoke(&desk.app, &desk.person, made.key.id).unwrap();
    let revoked = key::authenticate(&desk.app, &made.secret).unwrap_err();
    assert!(revoked.to_string().contains("revoked"));

    let short = NewApiKey {
        expires_at: Some(now.plus_millis(1_000)),
        ..new_key(Access::Read)
    };
    let made = key::create(&desk.app, &desk.person, &short).unwrap();
    key::authenticate(&desk.app, &made.secret).unwrap();
    desk.clock.advance_ms(1_000);
    let expired = key::authenticate(&desk.app, &made.secret).unwrap_err();
    assert!(expired.to_string().contains("expired"));
    let late = key::create(&desk.app, &desk.person, &short);
    assert!(matches!(late, Err(CoreError::Invalid { .. })));
}

#[test]
fn a_secret_with_the_right_beginning_and_a_wrong_rest_is_refused() {
    let desk = Desk::new();
    let made = key::create(&desk.app, &desk.person, &new_key(Access::Write)).unwrap();
    let (begins, rest) = made.secret.split_at(9);
    assert_eq!(made.key.prefix, begins);
    let swapped: String = rest.chars().rev().collect();
    // Two keys may begin alike: each is still known by all of its secret.
    let twin = format!("{begins}{}", "0".repeat(rest.len()));
    let written = desk.app.write(&desk.person, "test", |w| {
        let hash = ContentHash::of(&twin);
        Ok(api_keys::insert(w, &new_key(Access::Read), hash, begins)?)
    });
    let second = written.unwrap().value;
    for (secret, expected) in [
        (&made.secret, Some(made.key.id)),
        (&twin, Some(second.id)),
        (&format!("{begins}{swapped}"), None),
        (&begins.to_owned(), None),
    ] {
        let known = key::authenticate(&desk.app, secret).ok().map(|key| key.id);
        assert_eq!(known, expected, "{secret}");
    }
}

#[test]
fn no_secret_is_written_to_the_library_file() {
    let desk = Desk::new();
    let made = key::create(&desk.app, &desk.person, &new_key(Access::Admin)).unwrap();
    key::authenticate(&desk.app, &made.secret).unwrap();
    let body = &made.secret.as_bytes()[9..];
    for entry in std::fs::read_dir(desk.folder()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(body.len()).any(|window| window == body));
    }
}

#[test]
fn a_job_tells_its_progress_and_keeps_its_result() {
    let desk = Desk::new();
    let mut events = desk.app.events();
    let title = "Counting".to_owned();
    let job = Jobs::start(&desk.app, JobKind::Import, title, |context| {
        for step in 0..1_000 {
            context.progress(step, Some(1_000), "step");
        }
        Ok(json!({ "counted": 1_000 }))
    })
    .unwrap();
    let ended = Jobs::wait(&desk.app, job.id).unwrap();
    assert_eq!(ended.state, JobState::Completed);
    assert_eq!(ended.result, Some(json!({ "counted": 1_000 })));
    assert_eq!(job::list(&desk.again()).unwrap(), [ended]);
    let mut told = 0;
    while let Ok(event) = events.try_recv() {
        told += u32::from(matches!(event, Event::Job { .. }));
    }
    assert!((2..100).contains(&told), "{told} events");
}

#[test]
fn a_cancelled_job_ends_and_keeps_what_it_brought() {
    let desk = Desk::new();
    let (started, begun) = std::sync::mpsc::channel();
    let title = "Long".to_owned();
    let job = Jobs::start(&desk.app, JobKind::Backup, title, move |context| {
        started.send(()).unwrap();
        while !context.is_cancelled() {
            std::thread::yield_now();
        }
        Err(context.cancelled_with(json!({ "half": true })))
    })
    .unwrap();
    begun.recv().unwrap();
    job::cancel(&desk.app, job.id).unwrap();
    let ended = Jobs::wait(&desk.app, job.id).unwrap();
    assert_eq!(ended.state, JobState::Cancelled);
    assert_eq!(ended.result, Some(json!({ "half": true })));
    assert_eq!(job::cancel(&desk.app, job.id).unwrap(), ended);
}

#[test]
fn a_job_that_fails_or_panics_says_so_and_harms_nobody() {
    let desk = Desk::new();
    let fail = |work: fn() -> Result<serde_json::Value, CoreError>| {
        let title = "Doomed".to_owned();
        let job = Jobs::start(&desk.app, JobKind::Import, title, move |_| work()).unwrap();
        Jobs::wait(&desk.app, job.id).unwrap()
    };
    let failed = fail(|| {
        Err(CoreError::Busy {
            what: "the disk".to_owned(),
        })
    });
    assert_eq!(failed.state, JobState::Failed);
    assert_eq!(failed.error.as_deref(), Some("the disk is busy"));
    let panicked = fail(|| panic!("secret detail"));
    assert_eq!(panicked.state, JobState::Failed);
    assert!(!panicked.error.unwrap().contains("secret"));
    desk.write("the library still works");
}

#[test]
fn a_job_of_a_program_that_ended_is_interrupted_and_one_at_work_is_not() {
    let desk = Desk::new();
    let (started, begun) = std::sync::mpsc::channel();
    let (finish, wait) = std::sync::mpsc::channel::<()>();
    let work = Jobs::start(&desk.app, JobKind::Import, "Alive".to_owned(), move |_| {
        started.send(()).unwrap();
        let _go = wait.recv();
        Ok(json!(null))
    })
    .unwrap();
    begun.recv().unwrap();
    // What a killed program leaves: a row that says it works, and nobody who holds its sign of life.
    let dead = longhand_model::Job {
        id: desk.app.sources().id(),
        state: JobState::Processing,
        ..work.clone()
    };
    desk.app
        .write(&Caller::program(), "test", |w| {
            Ok(longhand_store::jobs::put(w, &dead)?)
        })
        .unwrap();
    let other = desk.again();
    assert_eq!(
        job::get(&other, dead.id).unwrap().state,
        JobState::Interrupted
    );
    assert_eq!(
        job::get(&other, work.id).unwrap().state,
        JobState::Processing
    );
    let foreign = job::cancel(&other, work.id);
    assert!(matches!(foreign, Err(CoreError::Unsupported { .. })));
    finish.send(()).unwrap();
    assert_eq!(
        Jobs::wait(&desk.app, work.id).unwrap().state,
        JobState::Completed
    );
}

#[test]
fn upkeep_empties_the_trash_by_its_setting() {
    let desk = Desk::new();
    let [old, new] = ["old", "new"].map(|text| desk.write(text).summary.id);
    document::trash(&desk.app, &desk.person, &[old]).unwrap();
    desk.clock.advance_ms(29 * 86_400_000);
    document::trash(&desk.app, &desk.person, &[new]).unwrap();
    housekeeping::run(&desk.app).unwrap();
    assert_eq!(library::counts(&desk.app, &desk.person).unwrap().trash, 2);
    desk.clock.advance_ms(2 * 86_400_000);
    housekeeping::run(&desk.app).unwrap();
    let gone = document::get(&desk.app, &desk.person, old);
    assert!(matches!(gone, Err(CoreError::NotFound { .. })));
    document::get(&desk.app, &desk.person, new).unwrap();
    settings::set(
        &desk.app,
        &desk.person,
        &json!({ "history": { "trashDays": 0 } }),
    )
    .unwrap();
    desk.clock.advance_ms(900 * 86_400_000);
    housekeeping::run(&desk.app).unwrap();
    document::get(&desk.app, &desk.person, new).unwrap();
}

#[test]
fn upkeep_thins_autosaves_only_when_asked() {
    let desk = Desk::new();
    let made = desk.write("0").summary;
    let mut hash = made.hash;
    for step in 1..10 {
        desk.clock.advance_ms(60_000);
        hash = desk.autosave(made.id, hash, &format!("text {step}")).hash;
    }
    let kept = desk.versions(made.id).len();
    desk.clock.advance_ms(100 * 86_400_000);
    housekeeping::run(&desk.app).unwrap();
    assert_eq!(desk.versions(made.id).len(), kept);
    let patch = json!({ "history": { "autosaveDays": 30 } });
    settings::set(&desk.app, &desk.person, &patch).unwrap();
    housekeeping::run(&desk.app).unwrap();
    assert!(desk.versions(made.id).len() < kept);
    assert!(library::check(&desk.app, &desk.person).unwrap().sound);
}

#[test]
fn upkeep_forgets_jobs_after_a_month() {
    let desk = Desk::new();
    let job = Jobs::start(&desk.app, JobKind::Import, "Old".to_owned(), |_| {
        Ok(json!(null))
    });
    let job = Jobs::wait(&desk.app, job.unwrap().id).unwrap();
    desk.clock.advance_ms(29 * 86_400_000);
    housekeeping::run(&desk.app).unwrap();
    assert_eq!(
        job::get(&desk.app, job.id).unwrap().state,
        JobState::Completed
    );
    desk.clock.advance_ms(2 * 86_400_000);
    housekeeping::run(&desk.app).unwrap();
    let gone = job::get(&desk.app, job.id);
    assert!(matches!(gone, Err(CoreError::NotFound { .. })));
}

#[test]
fn a_document_made_from_a_template_has_its_variables_filled() {
    let desk = Desk::new();
    let template = desk.make(NewDocument {
        title: Some("Meeting {{date}}".to_owned()),
        text: "# {{title}}\n\n{{date:D.M.YYYY}} {{time}}\n\n{{cursor}}\n".to_owned(),
        tags: vec!["meeting".to_owned()],
        template: true,
        ..NewDocument::default()
    });
    let id = template.summary.id;
    let rendered = template::render(&desk.app, &desk.person, id, None).unwrap();
    assert_eq!(rendered.title, "Meeting 2026-01-01");
    assert_eq!(rendered.cursor, Some(38));
    let from = document::create(&desk.app, &desk.person, NewDocument::default(), Some(id));
    let made = from.unwrap().document;
    assert_eq!(made.text, "# Meeting 2026-01-01\n\n1.1.2026 00:00\n\n\n");
    assert_eq!(made.summary.title, "Meeting 2026-01-01");
    assert_eq!(made.summary.tags, ["meeting"]);
    assert!(!made.summary.template);
    let templates = template::list(&desk.app, &desk.person).unwrap();
    assert_eq!(templates.len(), 1);
}

#[test]
fn a_saved_search_must_be_readable_and_can_be_listed_like_a_folder() {
    let desk = Desk::new();
    desk.write("# Findable\n");
    desk.write("# Other\n");
    let new = |query: &str| NewSavedSearch {
        name: "Mine".to_owned(),
        query: query.to_owned(),
        icon: None,
        color: None,
    };
    let unreadable = saved_search::create(&desk.app, &desk.person, &new("\"open"));
    assert!(matches!(unreadable, Err(CoreError::Query(_))));
    let saved = saved_search::create(&desk.app, &desk.person, &new("findable")).unwrap();
    let query = ListQuery {
        scope: longhand_model::ListScope::SavedSearch { id: saved.id },
        ..ListQuery::default()
    };
    assert_eq!(desk.titles(&query), ["Findable"]);
}

#[test]
fn what_was_just_saved_is_found_at_once() {
    let desk = Desk::new();
    let made = desk.write("before").summary;
    desk.autosave(made.id, made.hash, "the zebra crossed");
    let request = SearchRequest {
        query: "zebra".to_owned(),
        sort: None,
        limit: None,
        cursor: None,
    };
    let results = search::query(&desk.app, &desk.person, &request).unwrap();
    assert_eq!(results.hits.len(), 1);
    assert_eq!(results.hits[0].document.id, made.id);
}

#[test]
fn a_short_command_leaves_what_it_wrote_indexed() {
    let desk = Desk::new();
    desk.write("waits while the library is open");
    let waiting = || desk.app.library().index_pending(0).unwrap();
    assert_eq!(waiting(), 1);
    let again = desk.again();
    let new = NewDocument {
        text: "incomprehensibilities".to_owned(),
        ..NewDocument::default()
    };
    document::create(&again, &desk.person, new, None).unwrap();
    assert_eq!(waiting(), 2);
    drop(again);
    assert_eq!(waiting(), 0);
}
