import { define } from '../base/define.ts';
import { PipelineBoard } from './pipeline-board.ts';

define('pipeline-board', PipelineBoard);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-pipeline-board': PipelineBoard;
  }
}

export { PipelineBoard };
