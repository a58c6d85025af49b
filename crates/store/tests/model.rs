//! The store against a model of it in memory: after every step of a random history both must say the same.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Fixture, facts, new};
use longhand_model::{
    Category, CategoryId, ContentHash, DocumentId, ListQuery, ListScope, SortKey, SortOrder, Tag,
    name_key,
};
use longhand_store::doctor::Repair;
use longhand_store::documents::FieldChange;
use longhand_store::texts::{self, Keep};
use longhand_store::{categories, documents, tags, versions};
use proptest::prelude::*;

const INTERVAL_MS: i64 = 30_000;
const TAGS: [&str; 4] = ["area", "area/work", "later", "Später"];

#[derive(Debug, Clone)]
enum Step {
    Create {
        title: u8,
        text: u8,
        category: u8,
        tags: u8,
    },
    Autosave {
        document: u8,
        text: u8,
    },
    Save {
        document: u8,
        text: u8,
    },
    Rename {
        document: u8,
        title: u8,
    },
    Flags {
        document: u8,
        pinned: bool,
        favorite: bool,
    },
    Tag {
        document: u8,
        tags: u8,
    },
    Move {
        document: u8,
        category: u8,
    },
    Trash {
        document: u8,
    },
    Restore {
        document: u8,
    },
    Purge {
        document: u8,
    },
    RestoreVersion {
        document: u8,
        version: u8,
    },
    DeleteTag {
        tag: u8,
    },
    DeleteCategory {
        category: u8,
    },
    Wait {
        seconds: u8,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let document = any::<u8>;
    prop_oneof![
        4 => (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>())
            .prop_map(|(title, text, category, tags)| Step::Create { title, text, category, tags }),
        6 => (document(), any::<u8>()).prop_map(|(document, text)| Step::Autosave { document, text }),
        3 => (document(), any::<u8>()).prop_map(|(document, text)| Step::Save { document, text }),
        2 => (document(), any::<u8>()).prop_map(|(document, title)| Step::Rename { document, title }),
        2 => (document(), any::<bool>(), any::<bool>())
            .prop_map(|(document, pinned, favorite)| Step::Flags { document, pinned, favorite }),
        2 => (document(), any::<u8>()).prop_map(|(document, tags)| Step::Tag { document, tags }),
        2 => (document(), any::<u8>()).prop_map(|(document, category)| Step::Move { document, category }),
        2 => document().prop_map(|document| Step::Trash { document }),
        1 => document().prop_map(|document| Step::Restore { document }),
        1 => document().prop_map(|document| Step::Purge { document }),
        2 => (document(), any::<u8>())
            .prop_map(|(document, version)| Step::RestoreVersion { document, version }),
        1 => any::<u8>().prop_map(|tag| Step::DeleteTag { tag }),
        1 => any::<u8>().prop_map(|category| Step::DeleteCategory { category }),
        2 => any::<u8>().prop_map(|seconds| Step::Wait { seconds }),
    ]
}

/// A document as the model knows it.
#[derive(Debug, Clone)]
struct Known {
    /// The order of making; a number is given again only after the last one was purged.
    number: u32,
    title: String,
    text: String,
    category: Option<CategoryId>,
    tags: BTreeSet<String>,
    pinned: bool,
    favorite: bool,
    trashed: bool,
    created_at: i64,
    updated_at: i64,
    /// Texts and when they were saved, the oldest first.
    versions: Vec<(String, i64)>,
}

struct World {
    fixture: Fixture,
    documents: BTreeMap<DocumentId, Known>,
    categories: BTreeMap<CategoryId, Option<CategoryId>>,
    texts: BTreeSet<String>,
}

/// A few texts that share most of their words, one that is empty and some that are long.
fn text_of(seed: u8) -> String {
    match seed % 8 {
        0 => String::new(),
        1 => "one line".to_owned(),
        size => (0..u32::from(size) * 30)
            .map(|line| format!("line {line} of {}\n", u32::from(seed) / 16 * line % 7))
            .collect(),
    }
}

fn tags_of(seed: u8) -> Vec<String> {
    (0..TAGS.len())
        .filter(|place| seed >> place & 1 == 1)
        .map(|place| TAGS[place].to_owned())
        .collect()
}

impl World {
    fn new() -> Self {
        let fixture = Fixture::new(7);
        let mut categories = BTreeMap::new();
        let mut parent = None;
        for name in ["a", "b", "c"] {
            let id: CategoryId = fixture.sources.id();
            fixture.write(|w| {
                categories::insert(
                    w,
                    &Category {
                        id,
                        name: name.to_owned(),
                        parent,
                        color: None,
                        icon: None,
                        description: String::new(),
                        order: name.to_owned(),
                    },
                )
            });
            categories.insert(id, parent);
            parent = Some(id);
        }
        Self {
            fixture,
            documents: BTreeMap::new(),
            categories,
            texts: BTreeSet::new(),
        }
    }

    fn pick(&self, seed: u8) -> Option<DocumentId> {
        let count = self.documents.len().max(1);
        self.documents
            .keys()
            .nth(usize::from(seed) % count)
            .copied()
    }

    fn category(&self, seed: u8) -> Option<CategoryId> {
        let place = usize::from(seed) % (self.categories.len() + 1);
        self.categories.keys().nth(place).copied()
    }

    fn now(&self) -> i64 {
        self.fixture.sources.now().as_millis()
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each step")]
    fn apply(&mut self, step: &Step) {
        self.fixture.clock.advance_ms(1_000);
        let now = self.now();
        match *step {
            Step::Create {
                title,
                text,
                category,
                tags,
            } => self.create(title, text, category, tags),
            Step::Autosave { document, text } => {
                let keep = Keep::Autosave {
                    interval_ms: INTERVAL_MS,
                };
                self.save(document, &text_of(text), &keep);
            }
            Step::Save { document, text } => {
                let keep = Keep::Version {
                    origin: longhand_model::Origin::Saved,
                    name: None,
                };
                self.save(document, &text_of(text), &keep);
            }
            Step::RestoreVersion { document, version } => {
                let Some(id) = self.pick(document) else {
                    return;
                };
                let known = &self.documents[&id];
                let text = known.versions[usize::from(version) % known.versions.len()]
                    .0
                    .clone();
                let keep = Keep::Version {
                    origin: longhand_model::Origin::Restored,
                    name: None,
                };
                self.save(document, &text, &keep);
            }
            Step::Rename { document, title } => self.change(document, |known, change| {
                known.title = format!("Title {}", title % 5);
                change.title = Some(known.title.clone());
            }),
            Step::Flags {
                document,
                pinned,
                favorite,
            } => self.change(document, |known, change| {
                (known.pinned, known.favorite) = (pinned, favorite);
                (change.pinned, change.favorite) = (Some(pinned), Some(favorite));
            }),
            Step::Tag { document, tags } => self.change(document, |known, change| {
                known.tags = tags_of(tags).into_iter().collect();
                change.tags = Some(tags_of(tags));
            }),
            Step::Move { document, category } => {
                let category = self.category(category);
                self.change(document, |known, change| {
                    known.category = category;
                    change.category = Some(category);
                });
            }
            Step::Trash { document } => self.set_trashed(document, true),
            Step::Restore { document } => self.set_trashed(document, false),
            Step::Purge { document } => {
                let Some(id) = self.pick(document) else {
                    return;
                };
                self.fixture.write(|w| documents::purge(w, id));
                self.documents.remove(&id);
            }
            Step::DeleteTag { tag } => {
                let name = TAGS[usize::from(tag) % TAGS.len()];
                let Some(found) = self.fixture.read(|r| tags::find(r, name)) else {
                    return;
                };
                self.fixture.write(|w| tags::delete(w, found.id));
                for known in self
                    .documents
                    .values_mut()
                    .filter(|known| known.tags.contains(name))
                {
                    known.tags.remove(name);
                    known.updated_at = now;
                }
            }
            Step::DeleteCategory { category } => {
                let Some(id) = self.category(category) else {
                    return;
                };
                self.fixture.write(|w| categories::delete(w, id));
                let parent = self.categories.remove(&id).unwrap();
                for above in self
                    .categories
                    .values_mut()
                    .filter(|above| **above == Some(id))
                {
                    *above = parent;
                }
                for known in self
                    .documents
                    .values_mut()
                    .filter(|known| known.category == Some(id))
                {
                    known.category = parent;
                    known.updated_at = now;
                }
            }
            Step::Wait { seconds } => self.fixture.clock.advance_ms(i64::from(seconds) * 1_000),
        }
    }

    fn create(&mut self, title: u8, text: u8, category: u8, tags: u8) {
        let mut row = new(&self.fixture.sources, &format!("Title {}", title % 5));
        row.category = self.category(category);
        row.tags = tags_of(tags);
        let text = text_of(text);
        let id = self
            .fixture
            .write(|w| documents::insert(w, &row, &text, &facts(&text)));
        let number = self
            .documents
            .values()
            .map(|known| known.number + 1)
            .max()
            .unwrap_or(1);
        self.texts.insert(text.clone());
        let now = self.now();
        self.documents.insert(
            id,
            Known {
                number,
                title: row.title,
                text: text.clone(),
                category: row.category,
                tags: row.tags.into_iter().collect(),
                pinned: false,
                favorite: false,
                trashed: false,
                created_at: now,
                updated_at: now,
                versions: vec![(text, now)],
            },
        );
    }

    /// Saves, and applies the rules of versions as they are written down.
    fn save(&mut self, document: u8, text: &str, keep: &Keep) {
        let Some(id) = self.pick(document) else {
            return;
        };
        let now = self.now();
        self.fixture
            .write(|w| texts::replace(w, id, text, &facts(text), keep.clone()));
        let known = self.documents.get_mut(&id).unwrap();
        let outgoing = (known.text.clone(), known.updated_at);
        let is_version = known.versions.iter().any(|version| version.0 == outgoing.0);
        let explicit = matches!(*keep, Keep::Version { .. });
        if outgoing.0 != text && !is_version {
            let passed = now - known.versions.last().unwrap().1 >= INTERVAL_MS;
            let stored = self
                .fixture
                .read(|r| versions::list(r, id, 500, None))
                .items;
            let kept = stored
                .iter()
                .any(|version| version.hash == ContentHash::of(&outgoing.0));
            if explicit || passed {
                assert!(kept, "the text that went was not kept");
            }
            // What typing loses within the interval is kept when it is much; how much has its own test.
            if kept {
                known.versions.push(outgoing);
            } else {
                assert!(outgoing.0.len().saturating_sub(text.len()) <= 200);
            }
        }
        if explicit && known.versions.last().unwrap().0 != text {
            known.versions.push((text.to_owned(), now));
        }
        if known.text != text {
            known.updated_at = now;
        }
        text.clone_into(&mut known.text);
    }

    fn change(&mut self, document: u8, change: impl FnOnce(&mut Known, &mut FieldChange)) {
        let Some(id) = self.pick(document) else {
            return;
        };
        let mut fields = FieldChange::default();
        change(self.documents.get_mut(&id).unwrap(), &mut fields);
        let before = self
            .fixture
            .write(|w| documents::set_fields(w, id, &fields));
        if before != FieldChange::default() {
            let now = self.now();
            self.documents.get_mut(&id).unwrap().updated_at = now;
        }
    }

    fn set_trashed(&mut self, document: u8, trashed: bool) {
        let Some(id) = self.pick(document) else {
            return;
        };
        let at = trashed.then(|| self.fixture.sources.now());
        self.fixture.write(|w| documents::set_trashed(w, id, at));
        self.documents.get_mut(&id).unwrap().trashed = trashed;
    }

    fn compare(&self, turn: usize) {
        self.compare_counts();
        for (place, scope) in self.scopes().into_iter().enumerate() {
            let sort = [
                SortKey::Updated,
                SortKey::Created,
                SortKey::Title,
                SortKey::Size,
            ][(turn + place) % 4];
            let order = [SortOrder::Descending, SortOrder::Ascending][(turn + place) / 4 % 2];
            let limit = u32::try_from(turn % 5 + 1).unwrap();
            assert_eq!(
                self.listed(&scope, sort, order, limit),
                self.expected(&scope, sort, order),
                "{scope:?} by {sort:?} {order:?}"
            );
        }
        for (id, known) in &self.documents {
            let document = self.fixture.read(|r| documents::get(r, *id)).unwrap();
            assert_eq!(document.text, known.text);
            assert_eq!(document.summary.title, known.title);
            let tags: BTreeSet<String> = document.summary.tags.iter().cloned().collect();
            assert_eq!(tags, known.tags);
            let page = self.fixture.read(|r| versions::list(r, *id, 500, None));
            let stored: Vec<String> = page
                .items
                .iter()
                .rev()
                .map(|version| self.fixture.read(|r| versions::text(r, version.id)))
                .collect();
            let expected: Vec<&String> = known.versions.iter().map(|version| &version.0).collect();
            assert_eq!(stored.iter().collect::<Vec<_>>(), expected);
        }
    }

    fn compare_counts(&self) {
        let counts = self.fixture.read(documents::counts);
        let count = |holds: &dyn Fn(&Known) -> bool| {
            self.documents.values().filter(|known| holds(known)).count() as u64
        };
        assert_eq!(counts.documents, count(&|known| !known.trashed));
        assert_eq!(counts.trash, count(&|known| known.trashed));
        assert_eq!(
            counts.inbox,
            count(&|known| !known.trashed && known.category.is_none())
        );
        assert_eq!(
            counts.favorites,
            count(&|known| !known.trashed && known.favorite)
        );
        for node in self.fixture.read(categories::list) {
            let id = node.category.id;
            assert_eq!(
                node.documents,
                count(&|known| !known.trashed && known.category == Some(id))
            );
            assert_eq!(
                node.total,
                count(&|known| !known.trashed && self.is_in(known.category, id))
            );
        }
        for tag in self.tags() {
            assert_eq!(
                tag.documents,
                count(&|known| !known.trashed && known.tags.contains(&tag.name))
            );
        }
    }

    fn tags(&self) -> Vec<Tag> {
        self.fixture.read(|r| tags::list(r, None, 100))
    }

    fn scopes(&self) -> Vec<ListScope> {
        let fixed = [
            ListScope::All,
            ListScope::Inbox,
            ListScope::Favorites,
            ListScope::Trash,
            ListScope::Recent,
        ];
        let categories = self
            .categories
            .keys()
            .map(|id| ListScope::Category { id: *id });
        let tags = self
            .tags()
            .into_iter()
            .map(|tag| ListScope::Tag { id: tag.id });
        fixed.into_iter().chain(categories).chain(tags).collect()
    }

    fn is_in(&self, category: Option<CategoryId>, of: CategoryId) -> bool {
        let mut next = category;
        while let Some(id) = next {
            if id == of {
                return true;
            }
            next = self.categories[&id];
        }
        false
    }

    fn holds(&self, scope: &ListScope, known: &Known) -> bool {
        match scope {
            ListScope::Trash => known.trashed,
            ListScope::All | ListScope::Recent => !known.trashed,
            ListScope::Inbox => !known.trashed && known.category.is_none(),
            ListScope::Favorites => !known.trashed && known.favorite,
            ListScope::Category { id } => !known.trashed && self.is_in(known.category, *id),
            ListScope::Tag { id } => {
                let tag = self.fixture.read(|r| tags::get(r, *id)).unwrap();
                let below = format!("{}/", tag.name);
                !known.trashed
                    && known
                        .tags
                        .iter()
                        .any(|name| *name == tag.name || name.starts_with(&below))
            }
            ListScope::Templates
            | ListScope::Conflicts
            | ListScope::SavedSearch { .. }
            | ListScope::Query { .. } => false,
        }
    }

    fn expected(&self, scope: &ListScope, sort: SortKey, order: SortOrder) -> Vec<DocumentId> {
        let mut found: Vec<(&DocumentId, &Known)> = self
            .documents
            .iter()
            .filter(|(_id, known)| self.holds(scope, known))
            .collect();
        found.sort_by(|(_, one), (_, other)| {
            let key = match sort {
                SortKey::Updated => one.updated_at.cmp(&other.updated_at),
                SortKey::Created => one.created_at.cmp(&other.created_at),
                SortKey::Title => name_key(&one.title).cmp(&name_key(&other.title)),
                SortKey::Size => one.text.len().cmp(&other.text.len()),
            };
            let ascending = key.then(one.number.cmp(&other.number));
            let ordered = match order {
                SortOrder::Ascending => ascending,
                SortOrder::Descending => ascending.reverse(),
            };
            if *scope == ListScope::Trash {
                ordered
            } else {
                other.pinned.cmp(&one.pinned).then(ordered)
            }
        });
        found.into_iter().map(|(id, _known)| *id).collect()
    }

    /// Reads a whole list page by page.
    fn listed(
        &self,
        scope: &ListScope,
        sort: SortKey,
        order: SortOrder,
        limit: u32,
    ) -> Vec<DocumentId> {
        let mut query = ListQuery {
            scope: scope.clone(),
            sort,
            order,
            limit: Some(limit),
            cursor: None,
        };
        let mut ids = Vec::new();
        loop {
            let page = self.fixture.read(|r| documents::list(r, &query));
            assert!(page.items.len() <= limit as usize);
            ids.extend(page.items.iter().map(|document| document.id));
            if page.next.is_none() {
                return ids;
            }
            query.cursor = page.next;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_store_and_its_model_say_the_same_after_every_step(
        steps in proptest::collection::vec(step(), 1..40)
    ) {
        let mut world = World::new();
        for (turn, step) in steps.iter().enumerate() {
            world.apply(step);
            world.compare(turn);
        }
        let report = world.fixture.library.doctor(Repair::Nothing).unwrap();
        prop_assert!(report.sound, "{report:#?}");
    }
}
