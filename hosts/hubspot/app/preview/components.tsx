import { type CSSProperties, type FormEvent, type ReactNode, useId } from "react";

// Plain stand-ins of HubSpot's own components, which only HubSpot has: they prove content, flow and roles, not looks.

type Props = Record<string, unknown> & { children?: ReactNode };
type Drawn = (props: Props) => ReactNode;
const GAPS: Record<string, number> = {
	flush: 0,
	"extra-small": 4,
	xs: 4,
	small: 8,
	sm: 8,
	medium: 16,
	md: 16,
	large: 24,
	lg: 24,
};
const text = (value: unknown) => (typeof value === "string" ? value : "");

function Flex({ direction = "row", gap, wrap, align, justify, children }: Props) {
	const style: CSSProperties = {
		flexDirection: direction as "row",
		gap: GAPS[text(gap)] ?? 0,
		flexWrap: wrap ? "wrap" : "nowrap",
		alignItems: text(align) || undefined,
		justifyContent: text(justify) || undefined,
	};
	return (
		<div className="flex" style={style}>
			{children}
		</div>
	);
}

function Text({ variant, format, children }: Props) {
	const { fontWeight, italic } = (format ?? {}) as { fontWeight?: string; italic?: boolean };
	const style = {
		fontWeight: fontWeight && fontWeight !== "regular" ? 600 : undefined,
		fontStyle: italic ? "italic" : undefined,
	};
	return (
		<p className={variant === "microcopy" ? "micro" : ""} style={style}>
			{children}
		</p>
	);
}

function Press({ onClick, disabled, loading, variant, type, children }: Props) {
	return (
		<button
			type={type === "submit" ? "submit" : "button"}
			className={text(variant)}
			disabled={Boolean(disabled || loading)}
			aria-busy={Boolean(loading)}
			onClick={type === "submit" ? undefined : () => (onClick as () => void)?.()}
		>
			{children}
		</button>
	);
}

function LineChart({ data, axes }: Props) {
	const rows = (Array.isArray(data) ? data : ((data as { data: unknown[] })?.data ?? [])) as Record<string, number>[];
	const { x, y } = axes as { x: { field: string }; y: { field: string; label?: string } };
	const xs = rows.map((row) => row[x.field] ?? 0);
	const ys = rows.map((row) => row[y.field] ?? 0);
	const [left, right, top, low] = [Math.min(...xs), Math.max(...xs), Math.max(...ys, 1), Math.min(...ys, 0)];
	const at = (k: number) =>
		`${10 + (((xs[k] ?? 0) - left) / Math.max(1, right - left)) * 300},${90 - (((ys[k] ?? 0) - low) / Math.max(1, top - low)) * 80}`;
	return (
		<svg viewBox="0 0 320 100" role="img" aria-label={`${y.label ?? ""}: ${ys.join(", ")}`}>
			<polyline points={rows.map((_, k) => at(k)).join(" ")} fill="none" stroke="currentColor" strokeWidth="2" />
		</svg>
	);
}

function Field({ label, name, value, onChange, error, validationMessage, type, min, max }: Props & { type: string }) {
	const id = useId();
	return (
		<label>
			<span className="micro">{text(label)}</span>
			<input
				name={text(name)}
				type={type}
				step="any"
				min={min as number}
				max={max as number}
				value={(value as string | number | undefined) ?? ""}
				aria-invalid={Boolean(error)}
				aria-describedby={error ? id : undefined}
				onChange={({ target }) =>
					(onChange as (v: unknown) => void)?.(type === "number" ? Number(target.value) : target.value)
				}
			/>
			{error ? (
				<span id={id} className="micro">
					{text(validationMessage)}
				</span>
			) : null}
		</label>
	);
}

function Notice({ title, children, type }: Props) {
	return (
		<div className="notice" role={type ? "alert" : "status"}>
			<h3>{text(title)}</h3>
			{children}
		</div>
	);
}

/** What HubSpot draws for each name, as far as our cards use it. */
export const COMPONENTS: Record<string, Drawn> = {
	Flex,
	Text,
	Button: Press,
	LoadingButton: Press,
	LineChart,
	EmptyState: Notice,
	ErrorState: (props) => <Notice type="error" {...props} />,
	Heading: ({ children }) => <h2>{children}</h2>,
	Link: ({ href, children }) => (
		<a href={text((href as { url?: string })?.url ?? href)} target="_blank" rel="noreferrer">
			{children}
		</a>
	),
	LoadingSpinner: ({ label }) => (
		<p role="status" className="loading">
			{text(label)}
		</p>
	),
	ScoreCircle: ({ score }) => (
		<div className="score" style={{ "--score": Number(score) } as CSSProperties} aria-hidden="true">
			<span>{String(score)}</span>
		</div>
	),
	Table: ({ children }) => <table>{children}</table>,
	TableHead: ({ children }) => <thead>{children}</thead>,
	TableBody: ({ children }) => <tbody>{children}</tbody>,
	TableRow: ({ children }) => <tr>{children}</tr>,
	TableHeader: ({ children }) => <th scope="col">{children}</th>,
	TableCell: ({ children }) => <td>{children}</td>,
	Tag: ({ children }) => <span className="tag">{children}</span>,
	Tile: ({ children }) => <div className="tile">{children}</div>,
	DescriptionList: ({ children }) => <dl>{children}</dl>,
	DescriptionListItem: ({ label, children }) => (
		<div>
			<dt className="micro">{text(label)}</dt>
			<dd>{children}</dd>
		</div>
	),
	Toggle: ({ label, checked, readonly, onChange }) => (
		<label className="switch">
			<input
				type="checkbox"
				role="switch"
				aria-checked={Boolean(checked)}
				checked={Boolean(checked)}
				disabled={Boolean(readonly)}
				onChange={({ target }) => (onChange as (on: boolean) => void)?.(target.checked)}
			/>
			{text(label)}
		</label>
	),
	Form: ({ onSubmit, children }) => (
		<form
			onSubmit={(event: FormEvent) => {
				event.preventDefault();
				(onSubmit as () => void)?.();
			}}
		>
			{children}
		</form>
	),
	Input: (props) => <Field type="text" {...props} />,
	NumberInput: (props) => <Field type="number" {...props} />,
};
