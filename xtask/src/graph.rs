//! The packages of the build and who depends on whom, as cargo tells it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::failure::Failure;
use crate::host::Host;
use crate::process;

/// Whether a dependency is part of the program or only of its tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    Program,
    Build,
    Tests,
}

/// One dependency as a manifest declares it.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) usage: Use,
}

/// One package of the build.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: Option<String>,
    /// Where it came from; a package of the checkout has none.
    pub(crate) source: Option<String>,
    pub(crate) folder: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
}

/// Every package of the build, for all operating systems.
pub(crate) struct Graph {
    packages: Vec<Package>,
}

impl Graph {
    pub(crate) fn read(host: &Host) -> Result<Self, Failure> {
        let text = process::output(Command::new(&host.cargo).current_dir(&host.root).args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
        ]))?;
        let value: Value =
            serde_json::from_str(&text).map_err(Failure::during("reading `cargo metadata`"))?;
        let packages = items(&value, "packages")
            .map(package)
            .collect::<Result<_, _>>()?;
        Ok(Self { packages })
    }

    /// The packages of the checkout, by name.
    pub(crate) fn own(&self) -> BTreeMap<&str, &Package> {
        self.packages
            .iter()
            .filter(|package| package.source.is_none())
            .map(|package| (package.name.as_str(), package))
            .collect()
    }

    /// The packages of others.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| package.source.is_some())
    }
}

fn items<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text(value: &Value, name: &str) -> Option<String> {
    value
        .get(name)
        .and_then(Value::as_str)
        .map(ToOwned::to_owned)
}

fn package(value: &Value) -> Result<Package, Failure> {
    let demand = |name: &str| {
        text(value, name).ok_or_else(|| Failure::new(format!("`cargo metadata` gave no {name}")))
    };
    let manifest = PathBuf::from(demand("manifest_path")?);
    let dependencies = items(value, "dependencies")
        .filter_map(|entry| {
            let usage = match entry.get("kind").and_then(Value::as_str) {
                Some("dev") => Use::Tests,
                Some("build") => Use::Build,
                Some(_) | None => Use::Program,
            };
            // The name under which the code knows it, which may differ from the package's.
            text(entry, "name").map(|name| Dependency { name, usage })
        })
        .collect();
    Ok(Package {
        name: demand("name")?,
        version: demand("version")?,
        licence: text(value, "license"),
        source: text(value, "source"),
        folder: manifest.parent().map(PathBuf::from).unwrap_or_default(),
        dependencies,
    })
}
