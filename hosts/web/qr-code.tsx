import qrcode from "qrcode-generator";

/** White around the marks, as scanners need it. */
const QUIET = 4;

/** A text as a QR code: always dark on white, whatever the page looks like. `label` says what it is for. */
export function QrCode({ text, label }: { text: string; label: string }) {
	const code = qrcode(0, "M");
	code.addData(text);
	code.make();
	const count = code.getModuleCount();
	const size = count + 2 * QUIET;
	let path = "";
	for (let row = 0; row < count; row++) {
		for (let column = 0; column < count; column++) {
			if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
		}
	}
	return (
		<svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
			<rect width={size} height={size} fill="#fff" />
			<path d={path} fill="#000" />
		</svg>
	);
}
