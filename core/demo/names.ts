import type { Random } from "../stats/random.ts";

/** Where names come from; each has its own people and companies. */
export type Culture = "nordic" | "english" | "german" | "french" | "spanish" | "hebrew" | "japanese";

/** A name as people write it, and as it stands in an e-mail address. */
export interface PersonName {
	display: string;
	ascii: string;
}

interface Words {
	first: string[];
	last: string[];
	/** Company names are head + tail + trade + legal form. */
	head: string[];
	tail: string[];
	/** One entry for each industry, in the order of `INDUSTRIES`; words apart by a slash. */
	trade: string[];
	legal: string[];
}

// `shown|ascii` where the script is not Latin; elsewhere accents are stripped.
const WORDS: Record<Culture, Words> = {
	nordic: {
		first: list(
			"Ingrid Søren Åsa Lars Freja Mikkel Signe Øyvind Kaisa Jonas Linnéa Henrik Maja Eero Björn Tuva Pål Elin",
		),
		last: list(
			"Lindström Nygård Sørensen Bergström Hauge Åkesson Virtanen Dahl Kjær Holmgren Solberg Østby Nyström Lund Halvorsen Koskinen",
		),
		head: list("Nord Hav Berg Lund Sol Sten Ås Fjell Ek Skog Lind Strand"),
		tail: list("vik holm mark stad gren dal ström lund havn by"),
		trade: list(
			"Arkitekter/Interiör Hälsa/Kliniker Skolor/Akademi Bank/Kapital Data/Mjukvara Industri/Teknik Handel/Möbler Logistik/Frakt Hotell/Kök Kommun/Bibliotek",
		),
		legal: list("AB AS A/S Oy"),
	},
	english: {
		first: list(
			"Olivia James Amara Thomas Grace Daniel Chloe Samuel Hannah Marcus Priya Ethan Zoë Andrew Naomi Liam Ruth Kwame",
		),
		last: list(
			"Bennett Okoye Hughes Marsh Patel Whitfield O’Brien Sinclair Carter Ferris Doyle Langley Reid Mensah Foster Hale",
		),
		head: list("Harbour Stone Oak Bright West Silver Ash Clear Mill North Cedar Red"),
		tail: list("field bridge wood gate water ford hill brook haven mere"),
		trade: list(
			"Architects/Interiors Clinics/Hospital Schools/College Capital/Insurance Software/Systems Works/Manufacturing Retail/Stores Logistics/Freight Hotels/Kitchens Council/Libraries",
		),
		legal: list("Ltd Inc LLP Group"),
	},
	german: {
		first: list(
			"Jürgen Anneliese Björn Käthe Sebastian Özlem Friederike Matthias Jana Lukas Sabine Götz Miriam Florian Heike Tobias",
		),
		last: list(
			"Müller Schäfer Größner Krämer Vogel Weiß Böhm Hartmann Köhler Seidel Yıldız Lindner Fuchs Brandt Pfäffli Zürcher",
		),
		head: list("Stein Licht Wald Rhein Eich Blau Burg Feld Gold Grün Hoch Neu"),
		tail: list("bach hausen berg werk thal hof mann stett feld brück"),
		trade: list(
			"Architekten/Möbel Kliniken/Gesundheit Schulen/Akademie Versicherung/Kapital Systeme/Software Maschinen/Werke Handel/Kaufhaus Logistik/Spedition Hotels/Gastronomie Stadtwerke/Bibliotheken",
		),
		legal: ["GmbH", "AG", "GmbH & Co. KG", "SE"],
	},
	french: {
		first: list(
			"Élodie François Chloé Benoît Aurélie Mathéo Inès Gaëlle Étienne Noémie Rémi Camille Hélène Thibault Zoé Loïc",
		),
		last: list(
			"Lefèvre Dubois Béranger Morel Garçon Noël Marchand Perrault Gauthier Beaulieu Côté Tremblay Rousseau Fabre Bélanger Chevalier",
		),
		head: list("Beau Clair Mont Val Belle Haute Grand Fleur Roche Saint Mar Champ"),
		tail: list("mont lac ville bois rive font court lieu port val"),
		trade: list(
			"Architecture/Intérieurs Cliniques/Santé Écoles/Formation Assurances/Conseil Logiciels/Données Industries/Mécanique Mode/Magasins Logistique/Transports Hôtels/Tables Métropole/Bibliothèques",
		),
		legal: list("SA SAS SARL Inc"),
	},
	spanish: {
		first: list("José Lucía Andrés Begoña Martín Sofía Íñigo Núria Álvaro Inês João Pilar Óscar Marta Raúl Beatriz"),
		last: list(
			"García Núñez Ibáñez Peña Sánchez Gonçalves Muñoz Ortega Vázquez Ferrer Araújo Castro Domènech Márquez Ríos Salazar",
		),
		head: list("Monte Sol Rio Val Torre Alta Mar Luz Campo Sierra Alba Costa"),
		tail: list("verde blanca nova clara mar bella real viva serra dorada"),
		trade: list(
			"Arquitectura/Diseño Clínicas/Salud Colegios/Academia Seguros/Capital Sistemas/Datos Industrias/Talleres Moda/Tiendas Logística/Transportes Hoteles/Cocinas Municipal/Bibliotecas",
		),
		legal: ["S.A.", "S.L.", "Lda", "LLC"],
	},
	hebrew: {
		first: list("נועה|noa יואב|yoav תמר|tamar איתן|eitan מיכל|michal עומר|omer שירה|shira אורי|uri יעל|yael גיל|gil"),
		last: list(
			"לוי|levi כהן|cohen פרידמן|friedman מזרחי|mizrahi ברק|barak אזולאי|azoulay שפירא|shapira גולן|golan דגן|dagan רוזן|rosen",
		),
		head: list("Or Gal Tzur Kedem Alon Nir Shaked Yam Rimon Arava Oren Tal"),
		tail: list("tech on el nova ram chen dor gev zohar lev"),
		trade: list(
			"Architects/Interiors Medical/Clinics Education/College Finance/Capital Software/Systems Industries/Robotics Retail/Stores Logistics/Cargo Hotels/Kitchens Municipal/Libraries",
		),
		legal: list("Ltd בע״מ"),
	},
	japanese: {
		first: list(
			"美咲|misaki 健太|kenta 由美|yumi 翔太|shota 直子|naoko 大輔|daisuke さくら|sakura 拓也|takuya 恵子|keiko 悠斗|yuto",
		),
		last: list(
			"佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 渡辺|watanabe 山本|yamamoto 中村|nakamura 小林|kobayashi 加藤|kato 吉田|yoshida",
		),
		head: list("Hoshi Midori Asahi Kawa Yama Sora Hana Tsuki Mori Kaze Aoi Umi"),
		tail: list("no to kawa moto saki yama shima oka mura ya"),
		trade: list(
			"設計/Design 病院/Clinic 学園/School 銀行/Capital ソフト/Systems 電機/Works 百貨店/Retail 物流/Logistics ホテル/Foods 公社/Library",
		),
		legal: list("株式会社 K.K. Co."),
	},
};

function list(words: string): string[] {
	return words.split(" ");
}

/** One of the list, each as likely. The list must not be empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
	return items[Math.floor(random() * items.length)] as T;
}

/** A person's name by combination; Japanese names stand family name first, as they are written. */
export function personName(random: Random, culture: Culture): PersonName {
	const [first, firstAscii] = spelled(pick(random, WORDS[culture].first));
	const [last, lastAscii] = spelled(pick(random, WORDS[culture].last));
	const display = culture === "japanese" ? `${last} ${first}` : `${first} ${last}`;
	return { display, ascii: `${firstAscii}.${lastAscii}` };
}

/** A company's name by combination, unlike any in `taken`, which it joins; and the index of the industry it names. */
export function companyName(random: Random, culture: Culture, taken: Set<string>): { name: string; industry: number } {
	const words = WORDS[culture];
	for (let attempt = 0; ; attempt++) {
		const stem = `${pick(random, words.head)}${pick(random, words.tail)}`;
		const industry = Math.floor(random() * words.trade.length);
		const trade = pick(random, words.trade[industry]?.split("/") ?? []);
		// After many collisions a family name in front makes room for thousands more.
		const family = attempt > 8 ? `${latinLast(random, culture)} ` : "";
		const body = `${family}${stem} ${trade}`;
		if (taken.has(body)) continue;
		taken.add(body);
		const legal = pick(random, words.legal);
		return { name: legal === "株式会社" ? `${legal} ${body}` : `${body} ${legal}`, industry };
	}
}

const LEGAL =
	/ (AB|AS|A\/S|Oy|Ltd|Inc|LLP|Group|GmbH & Co\. KG|GmbH|AG|SE|SA|SAS|SARL|S\.A\.|S\.L\.|Lda|LLC|K\.K\.|Co\.|בע״מ)$/;

/** A company's name without its legal form. */
export function withoutLegalForm(name: string): string {
	return name.replace(LEGAL, "").replace(/^株式会社 /, "");
}

/** A web domain such as the company would have. Other scripts fall away; `fallback` stands where nothing is left. */
export function domainOf(company: string, fallback: string): string {
	return `${asciiSlug(withoutLegalForm(company)) || fallback}.example`;
}

function latinLast(random: Random, culture: Culture): string {
	const [shown, ascii] = spelled(pick(random, WORDS[culture].last));
	return culture === "hebrew" || culture === "japanese" ? `${ascii.charAt(0).toUpperCase()}${ascii.slice(1)}` : shown;
}

/** Lower-case ASCII letters, digits and hyphens: what stands in a domain. Other scripts fall away. */
export function asciiSlug(text: string): string {
	return stripAccents(text)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-+|-+$/g, "");
}

/** Text without its accents, as hurried people type it (ø → o, ß → ss). */
export function stripAccents(text: string): string {
	return text
		.normalize("NFD")
		.replace(/[\u0300-\u036f]/g, "")
		.replace(/[øØæÆßıłŁ’]/g, (c) => ({ ø: "o", Ø: "O", æ: "ae", Æ: "Ae", ß: "ss", ı: "i", ł: "l", Ł: "L" })[c] ?? "");
}

function spelled(word: string): [string, string] {
	const [shown = "", ascii] = word.split("|");
	return [shown, ascii ?? asciiSlug(shown)];
}
