import { expect, test } from "vitest";
import { type SettingType, settingFault, settingWords } from "./host-setting.ts";

const PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\nIBADAN\n-----END PRIVATE KEY-----\n";
const takes: [SettingType, unknown[], unknown[]][] = [
	["text", ["anything", 5], []],
	["pem", [PEM, PEM.replaceAll("\n", "\r\n")], ["MIIEvQ", PEM.slice(0, -20), PEM.replace("END PRIVATE", "END PUBLIC")]],
	["address", ["https://acme.my.salesforce.com", "http://127.0.0.1:4500"], ["acme.my.salesforce.com", "ftp://acme", 5]],
	["id", ["6F1E2C34-9d0b-4a55-8c1e-2f3a4b5c6d7e"], ["acme.onmicrosoft.com", "6f1e2c34"]],
	["percent", ["20", 20, "0", "2.5"], ["96", "-1", "a few", "20 %"]],
	["switch", ["on"], ["yes", true]],
	["names", [{}, { deal: { Volumen: "amount", Notiz: null } }], ["deal", [], { deal: "amount" }, { deal: { a: 1 } }]],
];

test.each(takes)("a setting of the type %s takes what fits it and names what does not", (type, fit, misfit) => {
	for (const value of [...fit, "", null, undefined]) expect(settingFault(type, value), String(value)).toBeNull();
	for (const value of misfit) expect(settingFault(type, value), String(value)).toBe(type);
});

test("a setting's words stand beneath its host", () => {
	expect(settingWords("file-drop", "fieldMap")).toEqual({
		label: { key: "host.fileDrop.setting.fieldMap" },
		hint: { key: "host.fileDrop.setting.fieldMap.hint" },
	});
});
