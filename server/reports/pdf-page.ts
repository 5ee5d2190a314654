import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import { linesOf, runsOf } from "./pdf-text.ts";

/** How text is written. Sizes in points. */
export interface TextLook {
	size: number;
	isBold?: boolean;
	/** To the start of the line (without one), its middle or its end. */
	align?: "start" | "middle" | "end";
	colour?: string;
	/** Most lines; more are cut. */
	most?: number;
}

/** A page in points. Places count from the edge where reading starts, so that one layout serves both directions. */
export interface PdfPage {
	width: number;
	height: number;
	/** Writes text into a column and gives its height. */
	write(text: string, at: { x: number; y: number; width: number }, look: TextLook): number;
	/** Fills a box. */
	fill(at: { x: number; y: number; width: number; height: number }, colour: string): void;
	/** Goes on to a new page of the same size. */
	nextPage(): void;
	/** The finished file. */
	end(): Promise<Uint8Array>;
}

const resolve = createRequire(import.meta.url).resolve;
const FONTS = {
	regular: resolve("@expo-google-fonts/rubik/400Regular/Rubik_400Regular.ttf"),
	bold: resolve("@expo-google-fonts/rubik/600SemiBold/Rubik_600SemiBold.ttf"),
	japanese: resolve("@expo-google-fonts/sawarabi-gothic/400Regular/SawarabiGothic_400Regular.ttf"),
};
const LINE = 1.3;

/** Opens an A4 page with fonts for Latin, Hebrew and Japanese letters embedded. */
export function openPdf(about: { title: string; locale: string; at: number; direction: "ltr" | "rtl" }): PdfPage {
	const { direction } = about;
	const document = new PDFDocument({
		size: "A4",
		margin: 0,
		lang: about.locale,
		displayTitle: true,
		info: { Title: about.title, Producer: "Courtside", Creator: "Courtside", CreationDate: new Date(about.at) },
	});
	for (const [name, file] of Object.entries(FONTS)) document.registerFont(name, file);
	const chunks: Uint8Array[] = [];
	document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
	const { width, height } = document.page;
	const font = ({ isJapanese }: { isJapanese: boolean }, { isBold }: TextLook) =>
		isJapanese ? "japanese" : isBold ? "bold" : "regular";
	const measure = (line: string, look: TextLook): number =>
		runsOf(line, direction).reduce(
			(sum, run) => sum + document.font(font(run, look), look.size).widthOfString(run.text),
			0,
		);
	const physical = (x: number, wide: number) => (direction === "rtl" ? width - x - wide : x);
	return {
		width,
		height,
		write(text, at, look) {
			const lines = linesOf(text, at.width, (line) => measure(line, look), look.most ?? 20);
			document.fillColor(look.colour ?? "#1a2429");
			lines.forEach((line, k) => {
				const own = measure(line, look);
				const room = at.width - own;
				const start = at.x + (look.align === "end" ? room : look.align === "middle" ? room / 2 : 0);
				let x = physical(start, own);
				for (const run of runsOf(line, direction)) {
					document.font(font(run, look), look.size);
					// Fonts differ in height: what stands on one line stands on one baseline.
					const y = at.y + k * look.size * LINE + look.size;
					document.text(run.text, x, y, { lineBreak: false, baseline: "alphabetic" });
					x += document.widthOfString(run.text);
				}
			});
			return lines.length * look.size * LINE;
		},
		fill(at, colour) {
			document.rect(physical(at.x, at.width), at.y, at.width, at.height).fill(colour);
		},
		nextPage() {
			document.addPage();
		},
		async end() {
			const ended = new Promise<void>((done, fail) => {
				document.on("end", done);
				document.on("error", fail);
			});
			document.end();
			await ended;
			return Buffer.concat(chunks);
		},
	};
}
