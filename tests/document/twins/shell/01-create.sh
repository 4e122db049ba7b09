#!/bin/sh
set -eu
aliyun imm CreateProject --ProjectName photos --region cn-shanghai
aliyun imm CreateDataset --ProjectName photos --DatasetName holidays --region cn-shanghai
