//! The page as a whole: in the comment and in the summary.

use crate::world::World;

const ORDER: &str = "crates/shop/src/order/confirmation.rs";
const PRICE: &str = "crates/shop/src/price.rs";
const CART: &str = "crates/shop/src/cart.rs";
const CLOCK: &str = "crates/core/src/clock.rs";
const REFUND: &str = "crates/shop/src/order/refund.rs";

const TWELVE: &str = "a b c d e f g h i j k l";

/// Two commits on `main`, the second of which was not measured.
fn world() -> World {
    let mut world = World::of(&[(ORDER, "a b c d!"), (PRICE, TWELVE), (CART, "a b! c"), (CLOCK, "a b c")]);
    assert_eq!(world.pushed(&[]).exit, Some(0));
    world.push(&[(ORDER, "a b c d! e"), (PRICE, TWELVE), (CART, "a b! c"), (CLOCK, "a b c")]);
    assert_eq!(world.pushed(&[]).exit, Some(0));
    world.push(&[(ORDER, "a b c d! e"), (PRICE, TWELVE), (CART, "a b! c d."), (CLOCK, "a b c")]);
    world
}

const RULES: [&str; 5] = [
    "--min-patch=80",
    "--max-drop=0.5",
    "--expect=1",
    "--components=shop: crates/shop/** min-total=80",
    "--components=core: crates/core/**",
];

#[test]
fn a_pull_request_that_fails() {
    let mut world = world();
    let code = [
        (ORDER, "a b c d! e f! g! h i? j! k"),
        (PRICE, "a b c d e f g h i j k l m!"),
        (CART, "a b! c d. x"),
        (CLOCK, "a b c!"),
        (REFUND, "a b c"),
    ];
    let pull = world.open("topic", &code);
    world.report("lcov.info", &code[..4].iter().copied().collect());
    let run = world.pulled(&pull, &RULES);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    let said = world
        .said()
        .replace(&pull.merge, "MERGE")
        .replace("https://github.example/octo-org/octo-repo", "REPO");
    insta::assert_snapshot!(said, @r"
    ### ❌ Coverage 74.19 % (−17.11), added lines 37.50 %

    - ❌ `min-patch`: 37.50 % (3/8) of the added lines, at least 80 %
    - ❌ `max-drop`: 74.19 % (23/31) of all lines, 91.30 % (21/23) at the base, at most 0.5 points less
    - ❌ `min-total` of shop: 75.00 % (21/28) of all lines, at least 80 %
    - ✅ `expect`: 1 of 1 reports

    |      |               Coverage |                  Change |          Added lines |
    | :--- | ---------------------: | ----------------------: | -------------------: |
    | All  | **74.19 %**<br>23 / 31 |  −17.11<br>from 91.30 % | **37.50 %**<br>3 / 8 |
    | shop | **75.00 %**<br>21 / 28 |  −15.00<br>from 90.00 % | **37.50 %**<br>3 / 8 |
    | core |   **66.66 %**<br>2 / 3 | −33.33<br>from 100.00 % |         none can run |

    **2 changed files have added lines that are not covered**

    - [`crates/shop/src/order/confirmation.rs`](REPO/blob/MERGE/crates/shop/src/order/confirmation.rs): [6–7](REPO/blob/MERGE/crates/shop/src/order/confirmation.rs#L6-L7), [9](REPO/blob/MERGE/crates/shop/src/order/confirmation.rs#L9) (partly), [10](REPO/blob/MERGE/crates/shop/src/order/confirmation.rs#L10)<br>2 of 6 added lines covered; the file 54.54 % (−25.45)
    - [`crates/shop/src/price.rs`](REPO/blob/MERGE/crates/shop/src/price.rs): [13](REPO/blob/MERGE/crates/shop/src/price.rs#L13)<br>0 of 1 added lines covered; the file 92.30 % (−7.69)

    <details>
    <summary>1 more changed file</summary>

    - [`crates/shop/src/cart.rs`](REPO/blob/MERGE/crates/shop/src/cart.rs)<br>1 of 1 added lines covered; the file 75.00 % (+8.33)

    </details>

    **No report mentions 1 changed source file**

    - [`crates/shop/src/order/refund.rs`](REPO/blob/MERGE/crates/shop/src/order/refund.rs): 3 added lines

    <details>
    <summary>1 file covered otherwise than at the base, and not changed</summary>

    - [`crates/core/src/clock.rs`](REPO/blob/MERGE/crates/core/src/clock.rs)<br>66.66 % (−33.33)

    </details>

    <sub>Base: `e5feed8` of 2024-01-01, the nearest that was measured, 1 commit before the base<br>The last 2 baselines, and now: ██▁<br>1 report; a line with a branch that was not taken is not covered, as Codecov counts</sub>
    ");
}

#[test]
fn a_push_that_passes() {
    let world = world();
    let run = world.pushed(&RULES);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    insta::assert_snapshot!(run.summary, @r"
    ### ✅ Coverage 91.30 % (±0)

    - ✅ `expect`: 1 of 1 reports
    - ➖ `min-patch`: no added line can run
    - ✅ `max-drop`: 91.30 % (21/23) of all lines, 91.30 % (21/23) at the base, at most 0.5 points less
    - ✅ `min-total` of shop: 90.00 % (18/20) of all lines, at least 80 %

    |      |               Coverage |              Change |  Added lines |
    | :--- | ---------------------: | ------------------: | -----------: |
    | All  | **91.30 %**<br>21 / 23 |  ±0<br>from 91.30 % | none can run |
    | shop | **90.00 %**<br>18 / 20 |  ±0<br>from 90.00 % | none can run |
    | core |  **100.00 %**<br>3 / 3 | ±0<br>from 100.00 % | none can run |

    <sub>Base: `e5feed8` of 2024-01-01<br>The last 2 baselines, and now: ▁██<br>1 report; a line with a branch that was not taken is not covered, as Codecov counts</sub>
    ");
}
