/** A way of selling with its own stages. */
export interface Pipeline {
	id: string;
	name: string;
	isDefault: boolean;
}

/** One step of a pipeline. `kind` says what being in it means; open stages are ordered by `position`. */
export interface Stage {
	id: string;
	pipelineId: string;
	name: string;
	position: number;
	kind: "open" | "won" | "lost";
}
