using Shannon.Analytics.Evaluation;

// Runs the detectors and forecasters over published data sets and writes the files that the scorers beside the data read.
return args switch
{
    ["nab", .. var rest] => NabCommand.Run(EvaluationArguments.Parse(rest)),
    ["m4", .. var rest] => M4Command.Run(EvaluationArguments.Parse(rest)),
    ["nn5", .. var rest] => Nn5Command.Run(EvaluationArguments.Parse(rest)),
    _ => Usage.Print(),
};
