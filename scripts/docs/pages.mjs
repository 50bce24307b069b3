/**
 * The pages of the documentation in the order of its navigation, by category. Notebooks are rendered first. The
 * reference follows from the exports of `lib/index.ts`.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const PAGES = {
  Start: ['docs/getting-started.md', 'docs/commands.md', 'docs/editors.md', 'docs/servers.md', 'docs/containers.md'],
  Notebooks: [
    'notebooks/README.md',
    'notebooks/01-explore.ipynb',
    'notebooks/02-train.ipynb',
    'notebooks/03-tune.ipynb',
    'notebooks/04-evaluate.ipynb',
    'notebooks/05-saliency.ipynb',
    'notebooks/06-try.ipynb',
  ],
  'How to': [
    'docs/own-data.md',
    'docs/your-own.md',
    'docs/photos.md',
    'docs/slurm.md',
    'docs/resuming.md',
    'docs/exporting.md',
    'docs/latex.md',
    'datasets/README.md',
  ],
  Explanation: [
    'docs/architecture.md',
    'docs/runtime.md',
    'docs/reliability.md',
    'docs/claims.md',
    'docs/decisions.md',
    'docs/speed.md',
    'docs/fer2013.md',
    'results/README.md',
  ],
  Development: [
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'kernel/README.md',
    'lab/README.md',
    'requirements/README.md',
    'bench/README.md',
  ],
};
