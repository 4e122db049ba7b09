task=$(aliyun imm CreateFigureClusteringTask --ProjectName photos --DatasetName people | jq -r .TaskId)
while [ "$(aliyun imm GetTask --ProjectName photos --TaskType FigureClustering --TaskId "$task" | jq -r .Status)" = Running ]; do
  sleep 5
done
