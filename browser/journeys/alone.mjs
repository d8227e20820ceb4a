// Procedures by themselves on a phone: a birth, a household of one's own, and joining it with the head's consent.
import { approve, file, homeCommune, paper } from "../forms.mjs";
import { check, go, look, visitor } from "../lib.mjs";

const day = new Date(Date.now() - 4 * 24 * 3600 * 1000);

async function finished(who, code, title) {
  await who.page.goto(`/dossiers/${code}`);
  await look(who, `${title}-track`);
  const text = await who.page.locator("main").innerText();
  check(/Đã xử lý xong/.test(text), `${code} is not finished: ${text}`);
  check(!who.failures.length, who.failures.join("; "));
}

export async function aBirthByItselfOnAPhone(browser, site) {
  const commune = await homeCommune(browser, site);
  const who = await visitor(browser, site, "parent", { phone: true });
  const said = {
    "requester.relation": "mother", "requester.phone": "0912345678", "child.parents": "both", "parents.married": "yes",
    "notice.kind": "none", "child.name": "Nguyễn Mẫu Khánh Vy", "child.birth-day": String(day.getDate()),
    "child.birth-month": String(day.getMonth() + 1), "child.birth-year": String(day.getFullYear()), "child.sex": "female",
    "child.is_twin": "no", "child.birth_facility": "Bệnh viện Sản Nhi mẫu", "child.birth_place-detail": "Số 1",
    "child.ethnicity": "kinh", "results.manner": "electronic", "results.copies": "1", "papers.no_notice": paper,
  };
  const code = await file(who, "1.001193", said, commune, "birth-alone");
  await approve(browser, site, "justice", code, "birth-alone");
  await finished(who, code, "birth-alone");
  await who.context.close();
}

export async function aHouseholdOfOnesOwnOnAPhone(browser, site) {
  const commune = await homeCommune(browser, site);
  const [mother, father] = site.accounts.filter((account) => account.role === "parent");
  const who = await visitor(browser, site, "parent", { phone: true, account: mother });
  await who.page.goto("/");
  await look(who, "move-home");
  const address = "Số 9, ngõ Thử Nghiệm";
  const founds = {
    "applicant.who": "self", "requester.phone": "0912345678", "residence.joins": "new", "residence.address-detail": address,
    "dwelling.kind": "owned", "members.any": "no", "results.manner": "electronic", "papers.home": paper,
  };
  const own = await file(who, "1.004222", founds, commune, "move");
  await approve(browser, site, "police", own, "move");
  await finished(who, own, "move");
  const name = (await who.page.locator(".header__who").innerText()).trim();

  const husband = await visitor(browser, site, "parent", { phone: true, account: father });
  const joins = {
    "applicant.who": "self", "requester.phone": "0912345679", "residence.joins": "other", "residence.address-detail": address,
    "residence.head_name": name, "residence.head_personal_id": mother.username, "residence.relation": "husband",
    "dwelling.kind": "registered", "members.any": "no", "consent.head": "vneid", "consent.owner": "as_head",
    "results.manner": "electronic",
  };
  const code = await file(husband, "1.004222", joins, commune, "join");
  await who.page.goto("/consents");
  await look(who, "consents");
  check((await who.page.locator("main").innerText()).includes(code), "the head is not asked");
  await go(who.page, "Tôi đồng ý");
  await look(who, "consents-given");
  await approve(browser, site, "police", code, "join");
  await finished(husband, code, "join");
  await husband.page.goto("/vault");
  await look(husband, "join-vault");
  await husband.context.close();
  await who.context.close();
}
