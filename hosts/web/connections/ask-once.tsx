import { Button } from "@fluentui/react-components";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";

/** A step that cannot be missed: what it will do stands beside it, and it asks once before it does. */
export function AskOnce(props: {
	title: string;
	says: ReactNode;
	button: string;
	/** The button that means it, naming what happens. */
	really: string;
	disabled?: boolean;
	onYes: () => void;
	children?: ReactNode;
}) {
	const { t } = useSpeech();
	const { title, says, button, really, disabled = false, onYes, children } = props;
	const [asking, setAsking] = useState(false);
	const row = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (asking) row.current?.querySelector("button")?.focus();
	}, [asking]);
	return (
		<li className="connection-step">
			<h3>{title}</h3>
			<div>{says}</div>
			{asking ? (
				<div className="row" ref={row}>
					<Button
						appearance="primary"
						onClick={() => {
							setAsking(false);
							onYes();
						}}
					>
						{really}
					</Button>
					<Button onClick={() => setAsking(false)}>{t("kit.cancel")}</Button>
				</div>
			) : (
				<div className="row">
					<Button disabled={disabled} onClick={() => setAsking(true)}>
						{button}
					</Button>
				</div>
			)}
			{children}
		</li>
	);
}
