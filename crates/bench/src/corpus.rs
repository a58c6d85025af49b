//! The texts that are measured on: real Markdown from folders, or generated, varied to any number.
//!
//! Seeded, so that two runs measure the same texts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A small, fast and repeatable source of numbers (xorshift64*); not for anything secret.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`, which must not be 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// Texts to vary, and the words that variations draw from.
pub(crate) struct Corpus {
    texts: Vec<String>,
    words: Vec<String>,
    pub(crate) real: bool,
}

impl Corpus {
    /// Reads every `.md` file below the folders; generates texts when there are no folders.
    pub(crate) fn load(folders: &[PathBuf]) -> io::Result<Self> {
        let mut texts = Vec::new();
        for folder in folders {
            read_folder(folder, &mut texts)?;
        }
        let real = !texts.is_empty();
        if !real {
            let mut random = Random::new(7);
            texts = (0..400).map(|_| generated(&mut random)).collect();
        }
        let mut words: Vec<String> = texts
            .iter()
            .step_by((texts.len() / 200).max(1))
            .flat_map(|text| text.split_whitespace())
            .filter(|word| word.len() > 3 && word.chars().all(char::is_alphabetic))
            .map(str::to_owned)
            .collect();
        words.truncate(100_000);
        Ok(Self { texts, words, real })
    }

    /// Returns the text with a number: the first ones as they are, the others varied.
    ///
    /// A variation keeps the length and the kind of a real text: its paragraphs change places, one
    /// word in 25 is exchanged, and a line makes it unique.
    pub(crate) fn text(&self, number: usize) -> String {
        let count = self.texts.len().max(1);
        let Some(original) = self.texts.get(number % count) else {
            return String::new();
        };
        if number < count {
            return original.clone();
        }
        let mut random = Random::new(number as u64);
        let mut paragraphs: Vec<&str> = original.split("\n\n").collect();
        for index in (2..paragraphs.len()).rev() {
            paragraphs.swap(index, 1 + random.below(index));
        }
        let mut text = String::with_capacity(original.len() + 64);
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                text.push_str("\n\n");
            }
            for (at, word) in paragraph.split(' ').enumerate() {
                if at > 0 {
                    text.push(' ');
                }
                let exchange = random.below(25) == 0 && word.chars().all(char::is_alphabetic);
                let other = if exchange {
                    random.pick(&self.words)
                } else {
                    None
                };
                text.push_str(other.map_or(word, String::as_str));
            }
        }
        text.push_str(&format!("\n\nVariation v{number}.\n"));
        text
    }
}

fn read_folder(folder: &Path, texts: &mut Vec<String>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type()?;
        if kind.is_dir() {
            read_folder(&entry.path(), texts)?;
        } else if kind.is_file() && entry.path().extension().is_some_and(|end| end == "md") {
            texts.extend(fs::read_to_string(entry.path()).ok());
        }
    }
    Ok(())
}

const ENGLISH: &str = "the of and to in is that for it as was with be by on not he his but at are this \
    have from or had an they which one you were all her she there would their we him been has when who \
    will no more if out so up said what its about than into them can only other time new some could \
    these two may first then do any like my now over such our man me even most made after also did \
    many library document version search editor sync category remote merge conflict base text window \
    preview history restore import export folder archive table index query snippet keyboard language";
const CHINESE: &str = "我们 文档 同步 搜索 版本 历史 编辑 数据库 分类 标签 恢复 合并 冲突 本地 离线 图书馆 学习 语言 中文 笔记";

fn generated(random: &mut Random) -> String {
    let english: Vec<&str> = ENGLISH.split_whitespace().collect();
    let chinese: Vec<&str> = CHINESE.split_whitespace().collect();
    let word = |random: &mut Random, of: &[&'static str]| {
        let skewed = random.below(of.len()).min(random.below(of.len()));
        of.get(skewed).copied().unwrap_or("word")
    };
    let mut text = format!(
        "# {} {}\n\n",
        word(random, &english),
        word(random, &english)
    );
    for section in 0..4 + random.below(8) {
        text.push_str(&format!("## Section {section}\n\n"));
        for _ in 0..3 {
            if random.below(5) == 0 {
                for _ in 0..30 {
                    text.push_str(word(random, &chinese));
                }
                text.push('。');
            } else {
                for _ in 0..60 {
                    text.push_str(word(random, &english));
                    text.push(' ');
                }
            }
            text.push_str("\n\n");
        }
        text.push_str("- [ ] a task\n- a point with `code`\n\n");
    }
    text
}
