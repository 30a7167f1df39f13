//! The token shows nowhere.

use deploy_kit_core::actions::{Masks, Secret};
use deploy_kit_github_sim::{Effect, Fault, Level, Options, Permissions, Scope, Token};

use crate::world::World;

/// No word of any text could be taken for it.
const TOKEN: &str = "ghs_S3cr3t+Token/With=Signs&More";

#[test]
fn no_output_of_any_scenario_holds_the_token() {
    let mut swept = 0;
    for scenario in 0..12 {
        let world = World::with(Options { tokens: Vec::new(), ..Options::default() });
        let all = Permissions::all();
        let read = Permissions::none().with(Scope::Metadata, Level::Read).with(Scope::Contents, Level::Read);
        let token = |permissions| Token::app("secret", TOKEN, permissions);
        world.sim.allow(token(if scenario == 1 { read } else { all }));
        match scenario {
            2 => world.fault(Fault::nth(0, Effect::Status { status: 401 }).always()),
            3 => world.fault(Fault::at("POST", "/graphql", Effect::Status { status: 500 }).always()),
            4 => world.fault(Fault::at("POST", "/**", Effect::DropAfter).always()),
            5 => world.fault(Fault::at("GET", "/**", Effect::Reset).always()),
            6 => world.fault(Fault::at("POST", "/repos/*/*/releases/*/assets", Effect::Starter).always()),
            7 => world.sim.archive(true).unwrap(),
            8 => world.sim.rename("octo-org", "renamed"),
            9 => world.sim.protect("refs/heads/main").unwrap(),
            _ => {}
        }
        let arguments: &[&str] = match scenario {
            10 => &["--format=json", "--assets=dist/*.tgz", "--timeout=3"],
            11 => &["--hook-before=env; exit 1", "--timeout=3"],
            _ => &["--assets=dist/*.tgz", "--timeout=3"],
        };
        let run = world.run_as(TOKEN, arguments);
        let all = format!("{}{}{}", without_masks(&run.log), run.outputs, run.summary);
        for form in Masks::default().add(&Secret::new(TOKEN)).unwrap() {
            assert!(!all.contains(&form), "scenario {scenario} shows {form}:\n{all}");
            swept += 1;
        }
    }
    assert!(swept > 12 * 4, "{swept}");
}

/// The runner does not show the commands by which it learns what to mask.
fn without_masks(log: &str) -> String {
    log.lines().filter(|line| !line.starts_with("::add-mask::")).collect::<Vec<_>>().join("\n")
}
