/** What a person should not be judged by without somebody having decided so. */
export type SensitiveKind = "age" | "sex" | "origin" | "health" | "belief";

// In the six languages of the product; parts of words only where no everyday column holds them.
const NAMES: Record<SensitiveKind, RegExp> = {
	age: /\b(age|birth ?(day|date|year)?|date of birth|dob|born|edad|nacimiento|[âa]ge|naissance|alter|geburts?\w*)\b|גיל|לידה|年齢|生年/iu,
	sex: /\b(sex|gender|salutation|sexo|g[ée]nero|sexe|genre|civilit[ée]|geschlecht|anrede|marital|pregnan\w*|familienstand|estado civil)\b|מגדר|מין\b|性別/iu,
	origin:
		/\b(ethnic\w*|race|nationality|citizenship|native language|mother tongue|place of birth|nacionalidad|raza|etnia|nationalit[ée]|origine|staatsangeh\w*|herkunft|ethnie)\b|לאום|מוצא|国籍|出身/iu,
	health:
		/\b(health|disab\w*|diagnos\w*|medical|illness|salud|discapac\w*|sant[ée]|handicap\w*|gesundheit\w*|krankheit\w*|behinder\w*)\b|בריאות|נכות|健康|障害/iu,
	belief: /\b(religio\w*|faith|church|political|union member\w*|religi[óo]n|gewerkschaft|konfession)\b|דת\b|宗教/iu,
};

/** Columns whose names speak of age, sex, origin, health or belief. Leave them out until somebody decides otherwise. */
export function sensitiveColumns(columns: string[]): { column: string; kind: SensitiveKind }[] {
	return columns.flatMap((column) => {
		const words = column.replaceAll(/[_\-.]+/g, " ").replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2");
		const kind = (Object.keys(NAMES) as SensitiveKind[]).find((k) => NAMES[k].test(words));
		return kind ? [{ column, kind }] : [];
	});
}
