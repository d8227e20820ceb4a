//! The powers this capability grants. Which role holds which is data (`roles.toml`).

db::powers! {
    /// To look people up by number or name.
    FindPerson = "find_person";
    /// To see a person, a family or a household whose id one has.
    SeePerson = "see_person";
    /// To see oneself, and what the register links to oneself. What a form takes over instead of asking.
    SeeOwnFamily = "see_own_family";
    /// To register a birth (đăng ký khai sinh).
    RegisterBirth = "register_birth";
    /// To enter a personal number that the national register gave.
    AssignNumber = "assign_number";
    /// To register residence (đăng ký cư trú).
    RegisterResidence = "register_residence";
    /// To remove residence (xoá đăng ký cư trú).
    RemoveResidence = "remove_residence";
    /// To split a household (tách hộ).
    SplitHousehold = "split_household";
    /// To correct a person's facts, and to take an act back.
    CorrectPerson = "correct_person";
    /// To record a death.
    RecordDeath = "record_death";
    /// To enter a paper that was issued.
    RecordDocument = "record_document";
    /// To follow the feed of changes.
    FollowChanges = "follow_changes";
    /// To load people in bulk.
    LoadBulk = "load_bulk";
}
