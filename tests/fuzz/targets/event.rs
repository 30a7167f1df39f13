//! Event payloads: an object is read whatever else is in it, and the numbers are the payload's own.
#![no_main]

use deploy_kit_core::actions::event::{EventError, Payload};
use deploy_kit_fuzz::texts;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let texts = texts(data, 2);
    let (name, json) = (&texts[0], &texts[1]);
    let known = serde_json::from_str::<Value>(json.trim_start_matches('\u{feff}'));
    match Payload::parse(name, json) {
        Err(EventError::Json(_)) => assert!(known.is_err()),
        Err(EventError::Shape { event, .. }) => assert_eq!(event, *name),
        Err(error) => panic!("{error}"),
        Ok(payload) => {
            let Ok(mut value) = known else { panic!("a payload of what is no JSON") };
            assert_eq!(payload.raw, value);
            assert_eq!(payload.action(), value.get("action").and_then(Value::as_str));
            // A field that nobody knows changes nothing.
            if let Some(object) = value.as_object_mut() {
                object.insert("a-field-that-nobody-knows".to_owned(), Value::from(vec![1]));
                let again = Payload::parse(name, &value.to_string()).expect("the same event");
                assert_eq!(
                    (again.event, again.repository, again.sender),
                    (payload.event, payload.repository, payload.sender)
                );
            }
        }
    }
});
