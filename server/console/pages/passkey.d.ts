export interface MadePasskey { id: string; client_data: string; attestation: string; transports: string[] }
export interface PasskeyAnswer { id: string; client_data: string; authenticator_data: string; signature: string; user_handle?: string }
export function supported(): boolean;
export function make(options: unknown): Promise<MadePasskey>;
export function answer(options: unknown, how?: { mediation?: "conditional"; signal?: AbortSignal }): Promise<PasskeyAnswer>;
export function trouble(error: unknown): string;
