//! Every route of the program, with who may use it. The table is a golden file and reviewed like code.

use web::http::{Route, get_plain};

/// All routes.
pub(crate) fn all() -> Vec<Route> {
    let mut routes = vec![get_plain("/assets/{hash}/{name}", web::http::serve_asset), get_plain("/health", health)];
    routes.extend(portal::routes());
    routes.extend(desk::routes());
    routes.extend(signin::routes());
    routes
}

/// Says that the process answers; whether the database does is `ready`'s to say.
async fn health() -> &'static str {
    "ok\n"
}

/// Compares a table with the golden one, or writes it when asked to.
#[cfg(test)]
pub(crate) fn golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden").join(name);
    if std::env::var_os("LIENTHONG_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, text, "golden/{name} differs; if you meant it, run again with LIENTHONG_WRITE_GOLDEN=1");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;
    use web::http::Access;

    #[test]
    fn the_table_of_routes_is_the_golden_one() {
        let mut routes = all();
        routes.sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
        let mut table = String::from(
            "# Every route and who may use it. Written by `cargo test -p lienthong routes`; review it like code.\n",
        );
        for route in &routes {
            writeln!(table, "{:<5} {:<45} {}", route.method, route.path, route.access).unwrap();
        }
        golden("routes.txt", &table);
    }

    #[test]
    fn the_table_of_powers_is_the_golden_one() {
        let powers = db::PowerTable::parse(include_str!("../../../roles.toml")).unwrap();
        let mut table = String::from("# Which role holds which power. From roles.toml; review it like code.\n");
        for (role, held) in powers.rows() {
            for power in held {
                writeln!(table, "{role:<14} {power}").unwrap();
            }
        }
        golden("permissions.txt", &table);
    }

    #[test]
    fn every_power_that_a_route_or_a_role_names_exists() {
        let known: Vec<&str> = [casework::may::POWERS, population::may::POWERS, trail::may::POWERS, OTHER].concat();
        let powers = db::PowerTable::parse(include_str!("../../../roles.toml")).unwrap();
        for (role, held) in powers.rows() {
            for power in held {
                assert!(known.contains(&power.as_str()), "role {role} holds the unknown power {power}");
            }
        }
        for route in all() {
            if let Access::Officer(power) = route.access {
                assert!(known.contains(&power), "{} asks for the unknown power {power}", route.path);
            }
        }
    }

    /// Powers that only a route or the trail asks for.
    const OTHER: &[&str] =
        &[<identity::may::ManageAccounts as db::Power>::CODE, "see_figures", "steer_simulators", "prepare_demo"];
}
