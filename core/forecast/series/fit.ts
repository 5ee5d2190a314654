/** Forecasts of one method, and its one-step errors (actual − expected) over the history it was fitted to. */
export interface Fit {
	mean: Float64Array;
	errors: Float64Array;
}
