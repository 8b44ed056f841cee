import { FileError, FormatError, UsageError } from "../../../errors/mod.ts";

/** A URL as messages show it: without its query, which may hold a signature. */
export function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
}

/** The error for a file that isn't the one that was opened. */
export function replaced(file: string, what: string): FormatError {
  return new FormatError(`Cannot read "${file}": it was replaced while it was open: ${what}`, {
    code: "file-replaced",
    file,
    hint: "open it again",
  });
}

/** The error for a server that sends the whole file instead of a range. */
export function noRanges(file: string): FileError {
  return new FileError(
    `Cannot read "${file}": the server ignores the Range header and sends the whole file`,
    {
      code: "no-ranges",
      file,
      found: 200,
      wanted: 206,
      hint:
        "let the server, and any proxy before it, answer ranges (Accept-Ranges: bytes); or fetch " +
        "the file yourself and open its bytes",
    },
  );
}

/** The error for an answer that doesn't hold the range that was asked for. */
export function wrongRange(file: string, found: string, wanted: string): FileError {
  return new FileError(
    `Cannot read "${file}": the server was asked for ${wanted}, and answered with ${found}`,
    {
      code: "wrong-range",
      file,
      found,
      wanted,
      hint: "the server or a proxy before it doesn't answer ranges as HTTP says",
    },
  );
}

/** The error for a server that compresses a file whose bytes are asked for by position. */
export function compressed(file: string, found: string): FileError {
  return new FileError(
    `Cannot read "${file}": the server compresses it (Content-Encoding: ${found})`,
    {
      code: "compressed",
      file,
      found,
      wanted: "no Content-Encoding",
      hint: "turn compression off for .afd files",
    },
  );
}

/** The error for a page where a file should be. */
export function html(file: string, status: number): FileError {
  return new FileError(`Cannot read "${file}": the server answered with an HTML page`, {
    code: "html",
    file,
    found: `${status}, text/html`,
    hint: "is it the file's own address, and does it need a login? Pass a token in `headers`",
  });
}

/** The error for a server that hides the file's length from a page of another origin. */
export function hiddenLength(file: string): FileError {
  return new FileError(
    `Cannot read "${file}": the server doesn't show this page how long the file is`,
    {
      code: "hidden-length",
      file,
      wanted: "Access-Control-Expose-Headers: Content-Range, ETag",
      hint: "let the server send Access-Control-Expose-Headers: Content-Range, ETag",
    },
  );
}

/** The error for a length that isn't one. */
export function wrongLength(file: string, found: string): FileError {
  return new FileError(
    `Cannot read "${file}": the server says that it has ${found} bytes, more than a file can have`,
    { code: "wrong-range", file, found, wanted: "at most 2^53 - 1", hint: "the server is wrong" },
  );
}

/** The error for a status that means failure. */
export function wrongStatus(file: string, found: number): FileError {
  if (found === 404 || found === 410) {
    return new FileError(`Cannot read "${file}": there is no such file (HTTP ${found})`, {
      code: "not-found",
      file,
      found,
      hint: "check the URL",
    });
  }
  if (found === 401 || found === 403) {
    return new FileError(`Cannot read "${file}": the server denies access (HTTP ${found})`, {
      code: "no-permission",
      file,
      found,
      hint: "pass a token in `headers`, or sign the URL anew",
    });
  }
  return new FileError(`Cannot read "${file}": the server failed (HTTP ${found})`, {
    code: "http-status",
    file,
    found,
    hint: "try again later, or see what the server says",
  });
}

/** The error for a server that asks to be left alone for longer than anybody would wait. */
export function waitsTooLong(file: string, status: number, seconds: number): FileError {
  return new FileError(
    `Cannot read "${file}": the server asks to wait for ${Math.ceil(seconds)} s (HTTP ${status})`,
    { code: "http-status", file, found: status, hint: "try again later" },
  );
}

/** The error for a request that got no answer, or not all of it. */
export function unreachable(file: string, cause: unknown): FileError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileError(`Cannot read "${file}": the request failed: ${reason}`, {
    code: "network",
    file,
    hint: "check the connection and the address, and read again",
    cause,
  });
}

/** The error for a server that answers, but not to pages of this origin. */
export function crossOrigin(file: string, origin: string, cause: unknown): FileError {
  return new FileError(
    `Cannot read "${file}": the server doesn't let pages of ${origin} read it (CORS)`,
    {
      code: "cors",
      file,
      wanted: `Access-Control-Allow-Origin: ${origin}`,
      hint: `let the server send Access-Control-Allow-Origin: ${origin}; with \`headers\` or ` +
        "`conditional`, it must also answer OPTIONS with Access-Control-Allow-Headers",
      cause,
    },
  );
}

/** The error for a name and a password in a URL. */
export function urlCredentials(url: URL): UsageError {
  const file = shownUrl(url.href);
  return new UsageError(`Cannot open "${file}": its URL holds a name or a password`, {
    code: "url-credentials",
    file,
    hint: "pass them in `headers`, where they aren't shown in logs",
  });
}

/** The error for a page over HTTPS that reads over HTTP. */
export function mixedContent(url: URL, page: string): UsageError {
  const file = shownUrl(url.href);
  return new UsageError(
    `Cannot open "${file}": a page over HTTPS (${page}) can't read over HTTP`,
    { code: "mixed-content", file, hint: "use an https: URL" },
  );
}
