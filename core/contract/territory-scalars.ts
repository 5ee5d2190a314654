import { z } from "zod";
import { id } from "./scalars.ts";

/** What a plan parts. */
export const unitKind = z.enum(["accounts", "cells", "regions", "postcodes", "countries", "counties", "given"]);

/** Somebody by name. */
export const person = z.object({ id, name: z.string() });

/** A place on earth, degrees. */
export const point = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });

/** What a measure is called. */
export const measureName = z.string().trim().min(1).max(60);

/** Skills or languages. */
export const wordList = z.array(z.string().trim().min(1).max(60)).max(30);
