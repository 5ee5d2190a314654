import { z } from "zod";
import { password } from "./people.ts";

const token = z.string().min(20).max(200);

/** The answer is the same whether there is such an account or not. */
export const forgotPasswordRequest = z
	.object({ email: z.email().max(254), workspace: z.string().max(63).optional() })
	.meta({ id: "ForgotPasswordRequest" });

/** `token` is what stands behind # in the mail's link: good once, for 30 minutes. */
export const resetPasswordRequest = z.object({ token, password }).meta({ id: "ResetPasswordRequest" });
